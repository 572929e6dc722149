import type { Token } from "../../govern/index.ts";
import type { Log } from "../log.ts";

/** The tokens as they stood a moment ago, so that no request waits for the state. */
export interface TokenBook {
  /** By id. */
  tokens(): ReadonlyMap<string, Token>;
  /** Whether a token is asked for: from the moment that the first one was made, whatever became of it, and by whoever other machines can reach. */
  isClosed(): boolean;
  /** Looks again now. A failure is logged, and what was known before stays. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

export interface BookOptions {
  readonly log: Log;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** Whether a token is asked for though there was never one. Default false. */
  readonly asksAlways?: boolean | undefined;
  /** Is told of the tokens after every look. Default: nobody. */
  readonly told?: ((tokens: readonly Token[]) => void) | undefined;
}

/** Reads the tokens, and again and again. Throws what the first reading throws. */
export async function openTokenBook(
  read: () => Promise<readonly Token[]>,
  { log, everyMs, asksAlways = false, told }: BookOptions,
): Promise<TokenBook> {
  const load = async (): Promise<ReadonlyMap<string, Token>> => {
    const found = await read();
    told?.(found);
    return new Map(found.map((one) => [one.id, one]));
  };
  let tokens = await load();
  let running: Promise<void> | undefined;
  let hasFailed = false;
  const refresh = async (): Promise<void> => {
    try {
      tokens = await load();
      hasFailed = false;
    } catch (thrown) {
      if (!hasFailed) log.error({ err: thrown }, "cannot look for tokens");
      hasFailed = true;
    } finally {
      running = undefined;
    }
  };
  const timer = setInterval(() => {
    running ??= refresh();
  }, everyMs);
  timer.unref();
  return {
    tokens: () => tokens,
    isClosed: () => asksAlways || tokens.size > 0,
    refresh: async () => {
      await running;
      await refresh();
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
