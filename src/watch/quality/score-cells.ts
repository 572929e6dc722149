import type { NumberLayout, OutputSeen } from "../seen/seen.ts";
import { type CalibrationCurve, calibrated } from "./calibration-curve.ts";

/** Decisions whose probabilities are about the same. */
export interface Cell {
  readonly n: number;
  /** Mean score, and between which two scores they lie. */
  readonly score: number;
  readonly low: number;
  readonly high: number;
  /** Variance of the scores. */
  readonly variance: number;
  /** The share of yes that is expected, and how steeply it grows with the score. */
  readonly yes: number;
  readonly slope: number;
  /** Whether they are taken to be acted on. */
  readonly isActed: boolean;
}

interface Scores {
  readonly layout: NumberLayout;
  readonly output: OutputSeen;
  readonly curve: CalibrationCurve;
}

/**
 * Decisions by probability, lowest first, with what is expected of each: from how often each bin was seen, and its mean. What
 * scores vary within bins is known of all bins together and dealt out as if they lay evenly.
 */
export function scoreCells({ layout, output, curve }: Scores): readonly Cell[] {
  const bins = output.bins.map((n, i) => {
    const low = clip(layout.edges[i - 1] ?? 0);
    const high = Math.max(low, clip(layout.edges[i] ?? 1));
    const score = n === 0 ? low : Math.min(high, Math.max(low, (output.sums[i] ?? 0) / n));
    return { n, low, high, score };
  });
  const within = spreadWithin(bins, output);
  return bins
    .filter(({ n }) => n > 0)
    .map(({ n, low, high, score }): Cell => {
      const gap = high - low;
      const slope = gap > 0 ? (calibrated(curve, high) - calibrated(curve, low)) / gap : 1;
      const variance = within * gap * gap;
      return { n, low, high, score, variance, yes: calibrated(curve, score), slope, isActed: false };
    });
}

/** The variance within a bin for each squared unit of its width. */
function spreadWithin(
  bins: readonly { readonly n: number; readonly low: number; readonly high: number; readonly score: number }[],
  { numbers }: OutputSeen,
): number {
  const between = bins.reduce((sum, { n, score }) => sum + n * (score - numbers.mean) ** 2, 0);
  const even = bins.reduce((sum, { n, low, high }) => sum + n * (high - low) ** 2, 0);
  return even > 0 ? Math.max(0, numbers.m2 - between) / even : 0;
}

function clip(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

/** The cells, with the highest scores acted on until they are so many; the cell in which that ends is divided. */
export function actedOn(cells: readonly Cell[], acted: number): readonly Cell[] {
  let left = acted;
  return cells
    .toReversed()
    .flatMap((cell) => {
      const share = Math.min(1, Math.max(0, left / cell.n));
      left -= cell.n;
      return divided(cell, share);
    })
    .toReversed();
}

/** The cells, with all scores acted on from a probability on. */
export function actedFrom(cells: readonly Cell[], from: number): readonly Cell[] {
  return cells.flatMap((cell) => {
    if (cell.high <= cell.low) return divided(cell, cell.score >= from ? 1 : 0);
    return divided(cell, Math.min(1, Math.max(0, (cell.high - from) / (cell.high - cell.low)))).toReversed();
  });
}

/** The upper part, acted on, and the lower, not; scores lie evenly in either, so that their mean stays what it was. */
function divided(cell: Cell, share: number): readonly Cell[] {
  if (share <= 0) return [cell];
  if (share >= 1) return [{ ...cell, isActed: true }];
  const cut = cell.high - share * (cell.high - cell.low);
  const shift = cell.score - (cell.low + cell.high) / 2;
  const part = (low: number, high: number, of: number): Cell => {
    const score = Math.min(high, Math.max(low, (low + high) / 2 + shift));
    const yes = clip(cell.yes + cell.slope * (score - cell.score));
    return { ...cell, n: cell.n * of, low, high, score, yes, variance: cell.variance * of * of };
  };
  return [{ ...part(cut, cell.high, share), isActed: true }, part(cell.low, cut, 1 - share)];
}
