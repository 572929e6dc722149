import type { NumberLayout } from "./seen.ts";

/** Bins of a number, about. */
export const NUMBER_BINS = 20;

/**
 * Bins for numbers like these: about {@link NUMBER_BINS} with as many of them in each. A value that fills a bin by itself gets one of
 * its own, and so does every value where they are few; of a constant there are those below it, itself, and those above.
 * NaN and infinity are passed over; without a number there is one bin for all.
 */
export function numberLayout(values: ArrayLike<number>, bins: number = NUMBER_BINS): NumberLayout {
  const found = distinct(values);
  const share = found.total / bins;
  const isFew = found.values.length <= bins;
  const edges = new Set<number>();
  let stretch: Stretch = { from: 0, to: 0, count: 0 };
  for (let i = 0; i < found.values.length; i++) {
    const [value, count] = [found.values[i] as number, found.counts[i] as number];
    if (!isFew && count < share) {
      stretch = { ...stretch, to: i + 1, count: stretch.count + count };
      continue;
    }
    for (const edge of cutStretch(found, stretch, share)) edges.add(edge);
    edges.add(value).add(nextUp(value));
    stretch = { from: i + 1, to: i + 1, count: 0 };
  }
  for (const edge of cutStretch(found, stretch, share)) edges.add(edge);
  return { kind: "number", edges: [...edges].sort((a, b) => a - b) };
}

interface Distinct {
  /** Ascending. */
  readonly values: readonly number[];
  readonly counts: readonly number[];
  readonly total: number;
}

function distinct(numbers: ArrayLike<number>): Distinct {
  const sorted = Float64Array.from(numbers).filter(Number.isFinite).sort();
  const [values, counts]: [number[], number[]] = [[], []];
  for (const value of sorted) {
    if (value === values.at(-1)) counts[counts.length - 1] = (counts.at(-1) as number) + 1;
    else {
      // Both zeros are one value.
      values.push(value + 0);
      counts.push(1);
    }
  }
  return { values, counts, total: sorted.length };
}

/** Places of values none of which fills a bin by itself, and how many numbers they are together. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The edges inside a stretch: each bin ends where it has its share. */
function cutStretch({ values, counts }: Distinct, { from, to, count }: Stretch, share: number): readonly number[] {
  const bins = Math.max(1, Math.round(count / share));
  const edges: number[] = [];
  let seen = 0;
  for (let i = from; i < to; i++) {
    if (edges.length < bins - 1 && seen >= ((edges.length + 1) * count) / bins) edges.push(values[i] as number);
    seen += counts[i] as number;
  }
  return edges;
}

const DOUBLE = new Float64Array(1);
const BITS = new BigInt64Array(DOUBLE.buffer);

/** The smallest number above a finite one. IEEE 754, nextUp. */
export function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  DOUBLE[0] = value;
  BITS[0] = (BITS[0] as bigint) + (value > 0 ? 1n : -1n);
  return DOUBLE[0];
}
