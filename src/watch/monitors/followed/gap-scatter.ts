/**
 * How periods scatter in their distance from what a number should be, beyond what sampling explains: labels of one period may have
 * a cause in common, such as the prices of a day, and are then not as many as they seem. Plain data.
 */
export interface GapScatter {
  readonly n: number;
  readonly mean: number;
  /** Mean squares about the mean, and of what sampling explains of them. */
  readonly square: number;
  readonly sampling: number;
}

export const noGaps: GapScatter = Object.freeze({ n: 0, mean: 0, square: 0, sampling: 0 });

/** So many periods are remembered. */
const MEMORY = 60;
/** What is learned from is cut off at so many standard deviations, once these are known, lest a fault make itself usual. */
const LIMIT = 4;
const KNOWN = 5;

/** Variance that periods add to that of sampling; never below `least`. */
export function gapVariance({ n, square, sampling }: GapScatter, least: number): number {
  return n < 2 ? least : Math.max(least, ((square - sampling) * n) / (n - 1));
}

/** Degrees of freedom to which that is known; of one period nothing is. */
export function gapFreedom({ n }: GapScatter): number {
  return Math.max(1, n);
}

/** One period more. */
export function learnGap(
  before: GapScatter,
  gap: number,
  { variance, least }: { readonly variance: number; readonly least: number },
): GapScatter {
  const { n, mean, square, sampling } = before;
  const limit = n < KNOWN ? Number.POSITIVE_INFINITY : LIMIT * Math.sqrt(variance + gapVariance(before, least));
  const off = Math.max(-limit, Math.min(limit, gap - mean));
  const rate = 1 / Math.min(MEMORY, n + 1);
  return {
    n: Math.min(MEMORY, n + 1),
    mean: mean + rate * off,
    square: (1 - rate) * (square + rate * off * off),
    sampling: sampling + rate * (variance - sampling),
  };
}
