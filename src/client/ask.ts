import { isAlidadeError } from "../kernel/index.ts";
import { tooLate } from "./errors.ts";
import { newKey } from "./new-key.ts";
import { type Connection, post } from "./post.ts";
import { type Retries, withRetries } from "./retry.ts";

/** How one question is asked. */
export interface AskOptions<Fallback = never> {
  readonly signal?: AbortSignal | undefined;
  /** Your own name for this question: the same again, from whatever process, gives the same decision. Default: a new one. */
  readonly key?: string | undefined;
  /** How long all attempts may take together, in milliseconds. Default: as long as they take. */
  readonly withinMs?: number | undefined;
  /**
   * What to do where the server cannot be reached, is not well, or does not answer in time. Default: the error is thrown.
   * What is wrong with the question is thrown in any case.
   */
  readonly fallback?: Fallback | ((error: unknown) => Fallback) | undefined;
}

/** Asks, and again under the same key as long as that may help, so that however often there is one decision. */
export async function ask<Fallback>(
  connection: Connection,
  { path, body, retries }: { readonly path: string; readonly body: string; readonly retries: Retries },
  options: AskOptions<Fallback>,
): Promise<object | Fallback> {
  const { signal, key = newKey(), withinMs, fallback } = options;
  const limit = withinMs === undefined ? undefined : AbortSignal.timeout(withinMs);
  const either = [signal, limit].filter((one) => one !== undefined);
  const until = either.length === 0 ? undefined : AbortSignal.any(either);
  try {
    return await withRetries(retries, until, () => post(connection, { path, body, key, signal: until }));
  } catch (thrown) {
    signal?.throwIfAborted();
    const error = limit?.aborted === true ? tooLate({ withinMs: withinMs ?? 0 }, thrown) : thrown;
    if (fallback === undefined || isOwnMistake(error)) throw error;
    return typeof fallback === "function" ? (fallback as (error: unknown) => Fallback)(error) : fallback;
  }
}

/** Whether asking again, or elsewhere, would come to the same: the question is wrong, or who asks may not. */
function isOwnMistake(error: unknown): boolean {
  if (!isAlidadeError(error)) return true;
  const { status } = error.data as { readonly status?: number };
  return !error.retryable && status !== undefined && status >= 400 && status < 500 && error.code !== UNREADABLE;
}

const UNREADABLE = "client.answer-unreadable";
