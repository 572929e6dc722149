import type { Bins } from "./bins.ts";
import type { Histogram, Totals } from "./histogram.ts";

/** What a split must respect, by LightGBM's names. */
export interface SplitRules {
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly minGainToSplit: number;
  readonly lambdaL2: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly maxCatToOnehot: number;
  readonly maxCatThreshold: number;
  readonly minDataPerGroup: number;
}

/** The best way to divide a leaf by one feature. */
export interface Split {
  /** Index among the binned features. */
  readonly feature: number;
  /** How much lower the loss gets, beyond `minGainToSplit`. */
  readonly gain: number;
  readonly left: Totals;
  /** Numbers: the last bin that goes left. Levels: the bins that go left. */
  readonly lastLeft: number;
  readonly inside: readonly number[];
  /** Where bin 0 goes, and what training did not show in this leaf. */
  readonly missingLeft: boolean;
}

/** A leaf's totals and one feature's part of its histogram. */
export interface Candidate {
  readonly feature: number;
  readonly bins: Bins;
  /** The feature's first histogram cell. */
  readonly offset: number;
  readonly histogram: Histogram;
  readonly totals: Totals;
}

/** Keeps a division by zero out of an empty leaf without lambda. */
const TINY = 1e-15;

/** Twice the loss that the best constant removes: gradient² / (hessian + λ). */
export function reward(gradient: number, hessian: number, lambda: number): number {
  return (gradient * gradient) / (hessian + lambda + TINY);
}

/** Whether both sides of a division are large enough. */
export function isAllowed(side: Totals, totals: Totals, rules: SplitRules): boolean {
  const { minDataInLeaf, minSumHessianInLeaf } = rules;
  if (side.count < minDataInLeaf || totals.count - side.count < minDataInLeaf) return false;
  return side.hessian >= minSumHessianInLeaf && totals.hessian - side.hessian >= minSumHessianInLeaf;
}

/** Where every bin goes: 1 is left. Bins that this leaf does not hold go where missing values go. */
export function sidesOf(split: Split, { bins, offset, histogram }: Candidate): Uint8Array {
  const sides = new Uint8Array(256);
  if (bins.kind === "numbers") {
    sides.fill(1, 1, split.lastLeft + 1);
    sides[0] = split.missingLeft ? 1 : 0;
    return sides;
  }
  for (let bin = 0; bin < bins.count; bin++)
    if (histogram.counts[offset + bin] === 0 && split.missingLeft) sides[bin] = 1;
  for (const bin of split.inside) sides[bin] = 1;
  return sides;
}
