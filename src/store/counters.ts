import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** How many may be taken within each window of time, and how many are asked for. */
export interface Take {
  /** Length of a window in milliseconds. Windows begin at multiples of it since 1970. */
  readonly windowMs: number;
  /** The most that a window gives, all takers together. */
  readonly most: number;
  /** A whole number; 0 asks what is left. Default 1. */
  readonly n?: number;
  /** Who takes, where the same may ask again: what it was given of a window is given again, and not taken anew. */
  readonly by?: string;
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
 * `at` stays the current one, so that a clock that was set back gives nothing twice. `before`: what the same taker was given,
 * and of which window. Throws `store.take-refused`.
 */
export function takeFrom(
  window: CounterWindow | undefined,
  take: Take,
  before?: CounterWindow,
): { window: CounterWindow; given: Taken } {
  const { windowMs, most, n = 1, at } = take;
  if (!(windowMs >= 1 && windowMs < Infinity && most >= 0 && most < Infinity && Number.isFinite(at)) || !isCount(n))
    throw takeRefused({ got: JSON.stringify(take) });
  const begun = Math.floor(at / windowMs) * windowMs;
  const current = window !== undefined && window.start >= begun ? window : { start: begun, taken: 0 };
  const room = Math.max(0, Math.floor(most) - current.taken);
  if (before?.start === current.start && before.taken > 0)
    return { window: current, given: { taken: Math.min(n, before.taken), left: room } };
  const taken = Math.min(n, room);
  return { window: { start: current.start, taken: current.taken + taken }, given: { taken, left: room - taken } };
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

/** Takes from windows that are kept in memory alone, by key and length. Throws `store.take-refused`. */
export function windowsInMemory(): (key: string, take: Take) => Taken {
  const windows = new Map<string, CounterWindow & { readonly takers: Map<string, CounterWindow> }>();
  return (key, take) => {
    const name = `${take.windowMs} ${key}`;
    const known = windows.get(name);
    const before = take.by === undefined ? undefined : known?.takers.get(take.by);
    const { window, given } = takeFrom(known, take, before);
    const takers = known?.start === window.start ? known.takers : new Map<string, CounterWindow>();
    if (take.by !== undefined && given.taken > 0) takers.set(take.by, { start: window.start, taken: given.taken });
    windows.set(name, { start: window.start, taken: window.taken, takers });
    return given;
  };
}
