import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** How many may be taken within each window of time, and how many are asked for. */
export interface Take {
  /** Length of a window in milliseconds. Windows begin at multiples of it since 1970. */
  readonly windowMs: number;
  /** The most that a window gives, all takers together. */
  readonly most: number;
  /** A whole number; 0 asks what is left. Default 1. */
  readonly n?: number;
  /** Now, milliseconds since 1970. */
  readonly at: number;
}

export interface Taken {
  /** How many of those that were asked for were given: fewer than `n` when the window has no more. */
  readonly taken: number;
  /** How many the window has left, for whoever comes next. */
  readonly left: number;
}

export const takeRefused: ErrorConstructor<{ readonly got: string }> = defineError("store.take-refused", {
  headline: "Not something to take",
  message: ({ got }: { readonly got: string }) =>
    `A counter takes a whole number of at least 0 from a finite \`most\`, within a window of at least a millisecond, at a finite time. Got ${got}.`,
});

/**
 * Budgets per window of time, one owner for all threads and processes. What was given stays given: neither a crash nor a
 * clock that goes backwards lets a window give more than its most.
 */
export interface Counters {
  /** Resolves when what was taken is on disk. Throws `store.take-refused`. */
  take(key: string, take: Take): Promise<Taken>;
  /** Closing twice does no harm; everything else afterwards throws `store.closed`. */
  close(): Promise<void>;
}

/** What a counter remembers of one key. */
export interface CounterWindow {
  /** When the window began, milliseconds since 1970. */
  readonly start: number;
  readonly taken: number;
}

/**
 * Takes from a window: the meaning of {@link Counters}, on which every implementation agrees. A window that is newer than
 * `at` stays the current one, so that a clock that was set back gives nothing twice. Throws `store.take-refused`.
 */
export function takeFrom(window: CounterWindow | undefined, take: Take): { window: CounterWindow; given: Taken } {
  const { windowMs, most, n = 1, at } = take;
  if (!(windowMs >= 1 && windowMs < Infinity && most >= 0 && most < Infinity && Number.isFinite(at)) || !isCount(n))
    throw takeRefused({ got: JSON.stringify(take) });
  const begun = Math.floor(at / windowMs) * windowMs;
  const current = window !== undefined && window.start >= begun ? window : { start: begun, taken: 0 };
  const room = Math.max(0, Math.floor(most) - current.taken);
  const taken = Math.min(n, room);
  return { window: { start: current.start, taken: current.taken + taken }, given: { taken, left: room - taken } };
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}
