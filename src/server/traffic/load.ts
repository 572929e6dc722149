import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

export const overloaded: ErrorConstructor<{ readonly why: string; readonly waitMs: number }> = defineError(
  "server.overloaded",
  {
    headline: "Too much to do at the moment",
    retryable: true,
    message: ({ why }: { readonly why: string }) => `The server turns new requests away for a moment: ${why}.`,
  },
);

export interface LoadOptions {
  /** The most requests under way at once. Default 2000. */
  readonly mostUnderWay?: number | undefined;
  /** The longest that whatever is due may have to wait for its turn, in milliseconds. Default 250. */
  readonly longestDelayMs?: number | undefined;
}

/** What is under way, and whether more can be taken on. */
export interface Load {
  /** Takes a request on. Throws `server.overloaded`. */
  begin(): void;
  end(): void;
  underWay(): number;
  /** How late the last timer was, in milliseconds. */
  delayMs(): number;
  stop(): void;
}

/** Milliseconds between two looks at how late things are. */
const EVERY = 50;
/** Being late once is a pause; being late so many times in a row is too much to do. */
const TIMES = 3;

/** Watches the load. Whoever comes when it is too much is turned away quickly, so that the others are answered in time. */
export function watchLoad(options: LoadOptions, stopwatch: () => number): Load {
  const { mostUnderWay = 2_000, longestDelayMs = 250 } = options;
  let underWay = 0;
  let late = 0;
  let lateInARow = 0;
  let due = stopwatch() + EVERY;
  const timer = setInterval(() => {
    late = Math.max(0, stopwatch() - due);
    lateInARow = late > longestDelayMs ? lateInARow + 1 : 0;
    due = stopwatch() + EVERY;
  }, EVERY);
  timer.unref();
  return {
    begin() {
      if (underWay >= mostUnderWay) throw overloaded({ why: `${underWay} are under way`, waitMs: 1_000 });
      if (lateInARow >= TIMES) throw overloaded({ why: `everything is ${Math.round(late)} ms late`, waitMs: 1_000 });
      underWay++;
    },
    end: () => {
      underWay--;
    },
    underWay: () => underWay,
    delayMs: () => late,
    stop: () => clearInterval(timer),
  };
}
