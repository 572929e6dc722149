import { isAlidadeError } from "../kernel/index.ts";

/** When to try again, and how long to wait in between. */
export interface Retries {
  /** Attempts in all, the first one included. Default 4. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled every time. Default 100. */
  readonly firstWaitMs: number;
  /** The longest wait, in milliseconds. Default 2000. */
  readonly longestWaitMs: number;
}

export const RETRIES: Retries = { attempts: 4, firstWaitMs: 100, longestWaitMs: 2_000 };

/** Repeats work that does no harm when it is done twice, as long as the error says that trying again may help. */
export async function withRetries<T>(
  retries: Retries,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (thrown) {
      if (attempt >= retries.attempts || !isAlidadeError(thrown) || !thrown.retryable) throw thrown;
      const { retryAfterMs = 0 } = thrown.data as { readonly retryAfterMs?: number };
      await wait(Math.max(waitBefore(attempt, retries), Math.min(retryAfterMs, retries.longestWaitMs)), signal);
    }
  }
}

/** Between half and the whole of the doubled time, so that many clients do not come back at the same moment. */
function waitBefore(attempt: number, { firstWaitMs, longestWaitMs }: Retries): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const give = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", give);
      resolve();
    }, ms);
    signal?.addEventListener("abort", give, { once: true });
  });
}
