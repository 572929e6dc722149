import type { Detected, Detector } from "./detector.ts";

/** Consecutive numbers of the window: of row i there are 2^i in each. */
export interface AdwinBucket {
  readonly sum: number;
  /** Σ (x − mean)². */
  readonly spread: number;
}

export interface AdwinState extends Detected {
  /** Row i holds buckets of 2^i numbers, oldest first; the last row has the oldest of all. */
  readonly rows: readonly (readonly AdwinBucket[])[];
  /** Of the whole window. */
  readonly n: number;
  readonly sum: number;
  readonly spread: number;
  /** Numbers since the start. */
  readonly seen: number;
}

export interface AdwinOptions {
  /** At a look at a window without a change it is cut with at most this probability. Default 0.002. */
  readonly delta?: number;
  /** Looks once in so many numbers. Default 32. */
  readonly every?: number;
  /** Buckets of one size; one more, and the two oldest become one. Default 5. */
  readonly buckets?: number;
  /** Neither part of a cut is smaller. Default 5. */
  readonly least?: number;
}

const start: AdwinState = { verdict: "steady", rows: [], n: 0, sum: 0, spread: 0, seen: 0 };

/**
 * Keeps the longest window of numbers whose mean has not changed: as long as it has two parts whose means differ by more than
 * chance explains, the oldest bucket is dropped. Memory grows with the logarithm of the window. A value that is not finite is
 * passed over.
 *
 * Bifet, Gavaldà. Learning from time-changing data with adaptive windowing. SDM 2007: ADWIN2, with the bound of its equation 3.1
 * for numbers from 0 to 1.
 */
export function adwin(options: AdwinOptions = {}): Detector<AdwinState> {
  const { delta = 0.002, every = 32, buckets = 5, least = 5 } = options;
  return {
    start,
    step(state, value) {
      if (!Number.isFinite(value)) return state;
      const longer = inserted(state, value, buckets);
      return longer.seen % every === 0 ? shrunk(longer, { delta, least }) : longer;
    },
  };
}

function inserted(state: AdwinState, value: number, buckets: number): AdwinState {
  const { n, sum, spread, seen } = state;
  const away = n === 0 ? 0 : value - sum / n;
  return {
    verdict: "steady",
    rows: compressed([[...(state.rows[0] ?? []), { sum: value, spread: 0 }], ...state.rows.slice(1)], buckets),
    n: n + 1,
    sum: sum + value,
    spread: spread + (away * away * n) / (n + 1),
    seen: seen + 1,
  };
}

/** Where a row is over-full, its two oldest become one of the next. */
function compressed(rows: readonly (readonly AdwinBucket[])[], most: number): readonly (readonly AdwinBucket[])[] {
  const out = [...rows];
  for (let i = 0; i < out.length; i++) {
    const [first, second, ...rest] = out[i] ?? [];
    if (first === undefined || second === undefined || rest.length + 2 <= most) break;
    out[i] = rest;
    out[i + 1] = [...(out[i + 1] ?? []), merged(first, second, 2 ** i)];
  }
  return out;
}

/** Both of the same size. */
function merged(a: AdwinBucket, b: AdwinBucket, size: number): AdwinBucket {
  const gap = (a.sum - b.sum) / size;
  return { sum: a.sum + b.sum, spread: a.spread + b.spread + (gap * gap * size) / 2 };
}

interface Cutting {
  readonly delta: number;
  readonly least: number;
}

function shrunk(state: AdwinState, cutting: Cutting): AdwinState {
  let at = state;
  while (hasCut(at, cutting)) at = { ...withoutOldest(at), verdict: "changed" };
  return at;
}

/** Whether the window has two parts, split between buckets, whose means differ by more than chance explains. */
function hasCut(state: AdwinState, cutting: Cutting): boolean {
  let [older, olderSum] = [0, 0];
  for (let i = state.rows.length - 1; i >= 0; i--)
    for (const { sum } of state.rows[i] ?? []) {
      older += 2 ** i;
      olderSum += sum;
      const newer = state.n - older;
      if (newer < cutting.least) return false;
      if (older < cutting.least) continue;
      const gap = Math.abs(olderSum / older - (state.sum - olderSum) / newer);
      if (gap > most(state, 1 / older + 1 / newer, cutting.delta)) return true;
    }
  return false;
}

/** How far means of parts of the window come to lie apart by chance: ε of equation 3.1, δ shared by the logarithm of its length. */
function most({ n, spread }: AdwinState, perSize: number, delta: number): number {
  const log = Math.log((2 * Math.log(n)) / delta);
  return Math.sqrt(2 * perSize * (spread / n) * log) + (2 / 3) * perSize * log;
}

function withoutOldest(state: AdwinState): AdwinState {
  const last = state.rows.length - 1;
  const [oldest, ...rest] = state.rows[last] ?? [];
  if (oldest === undefined) return state;
  const size = 2 ** last;
  const n = state.n - size;
  const sum = state.sum - oldest.sum;
  const gap = oldest.sum / size - sum / n;
  const spread = Math.max(0, state.spread - oldest.spread - (gap * gap * size * n) / state.n);
  const rows = rest.length > 0 ? [...state.rows.slice(0, last), rest] : trimmed(state.rows.slice(0, last));
  return { ...state, rows, n, sum, spread };
}

/** Without empty rows at the end. */
function trimmed(rows: readonly (readonly AdwinBucket[])[]): readonly (readonly AdwinBucket[])[] {
  return rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1);
}
