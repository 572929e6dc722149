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
  /** Further windows that must give as much in the same breath: where one of them has less, all give less. */
  readonly with?: readonly Beside[];
}

/** A window that is taken from beside another. */
export interface Beside {
  readonly key: string;
  readonly windowMs: number;
  readonly most: number;
}

export interface Taken {
  /** How many of those that were asked for were given: fewer than `n` when a window has no more. */
  readonly taken: number;
  /** How many the window has left, for whoever comes next; of several, the one that has least. */
  readonly left: number;
  /** Of windows taken from in one breath: the key of one that had fewer than were asked for; absent where all had enough. */
  readonly short?: string;
  /**
   * Present where nothing could be counted, and nothing was given for that: the counters were opened to answer all the same
   * while the disk is full.
   */
  readonly uncounted?: true;
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

/** Where windows are kept. */
export interface WindowBook {
  window(of: Beside): CounterWindow | undefined;
  /** What a taker was given, and of which window. */
  before(of: Beside, by: string): CounterWindow | undefined;
  /** Keeps a window from which so many were just taken. */
  keep(
    of: Beside,
    kept: { readonly window: CounterWindow; readonly by?: string | undefined; readonly taken: number },
  ): void;
}

/** Takes from one window, or from several in one breath. Throws `store.take-refused`, before anything is kept. */
export function takeIn(book: WindowBook, key: string, take: Take): Taken {
  const { windowMs, most, n = 1, by } = take;
  const from = [{ key, windowMs, most }, ...(take.with ?? [])];
  const tried = (count: number) =>
    from.map((of) => {
      const before = by === undefined ? undefined : book.before(of, by);
      return { of, ...takeFrom(book.window(of), { ...take, ...of, n: count }, before) };
    });
  const first = tried(n);
  const taken = Math.min(...first.map(({ given }) => given.taken));
  const all = taken === n ? first : tried(taken);
  if (taken > 0) for (const { of, window } of all) book.keep(of, { window, by, taken });
  const short = take.with === undefined ? undefined : first.find(({ given }) => given.taken < n)?.of.key;
  const left = Math.min(...all.map(({ given }) => given.left));
  return { taken, left, ...(short === undefined ? {} : { short }) };
}

/** Takes from windows that are kept in memory alone, by key and length. Throws `store.take-refused`. */
export function windowsInMemory(): (key: string, take: Take) => Taken {
  const windows = new Map<string, { readonly window: CounterWindow; readonly takers: Map<string, CounterWindow> }>();
  const nameOf = ({ key, windowMs }: Beside): string => `${windowMs} ${key}`;
  const book: WindowBook = {
    window: (of) => windows.get(nameOf(of))?.window,
    before: (of, by) => windows.get(nameOf(of))?.takers.get(by),
    keep: (of, { window, by, taken }) => {
      const known = windows.get(nameOf(of));
      const takers = known?.window.start === window.start ? known.takers : new Map<string, CounterWindow>();
      if (by !== undefined) takers.set(by, { start: window.start, taken });
      windows.set(nameOf(of), { window, takers });
    },
  };
  return (key, take) => takeIn(book, key, take);
}
