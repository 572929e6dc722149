import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { addUp, normalSurvival, SAMPLE_RATIO_ALPHA } from "../../stats/index.ts";
import { type Comoments, comomentsOf, deltaVariance, mergeComoments, noComoments } from "./comoments.ts";
import type { Units } from "./units.ts";

/** Weights of decisions: how much likelier the judged policy does what was done than what logged it. */
export interface Weights {
  readonly weight: Float64Array;
  /** The same of the policy that is compared with. */
  readonly base: Float64Array;
  /** The part of what the judged policy does that could not have been logged. */
  readonly unsupported: Float64Array;
}

/** The sums by which overlap is told. They merge. */
export interface OverlapSums {
  readonly rows: number;
  /** Of weight and what is unsupported together, of how many rows, and of the weight alone; one row for each unit. */
  readonly moments: Comoments;
  readonly largest: number;
  readonly unsupported: number;
  /** Σ |weight − base| and its square, by unit. */
  readonly change: number;
  readonly changeSquares: number;
}

/** How far what was logged can tell of the judged policy. */
export interface Overlap {
  readonly decisions: number;
  /** Entities, or decisions where each stands by itself. */
  readonly units: number;
  /** As many units as would tell as much if all had the same weight: (Σw)² / Σw². Kish. Survey Sampling, 1965. */
  readonly effective: number;
  /** The same of the units on which the two policies differ. */
  readonly effectiveChanges: number;
  /**
   * Mean weight, with the part that is unsupported: 1 in expectation, because Σ target / propensity over what could have been
   * done is Σ target. Beside it how many standard errors it lies off, and the chance of that where propensities are right.
   */
  readonly meanWeight: number;
  readonly meanWeightError: number;
  readonly meanWeightPValue: number;
  /** The heaviest decision's part of all weight. */
  readonly largestShare: number;
  /** The part of what the judged policy would do that was never tried. */
  readonly unsupported: number;
  /** The part of the decisions that the two policies make otherwise: half of the distance between their probabilities. */
  readonly changed: number;
}

export const noOverlapSums: OverlapSums = {
  rows: 0,
  moments: noComoments(3),
  largest: 0,
  unsupported: 0,
  change: 0,
  changeSquares: 0,
};

/** Adds up the weights of some rows, unit by unit. */
export function overlapSums({ weight, base, unsupported }: Weights, { numbers, count }: Units): OverlapSums {
  const rows = weight.length;
  const [balance, gap] = [new Float64Array(rows), new Float64Array(rows)];
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    const w = weight[row] as number;
    balance[row] = w + (unsupported[row] as number);
    gap[row] = Math.abs(w - (base[row] as number));
    if (w > largest) largest = w;
  }
  const columns = [balance, new Float64Array(rows).fill(1), weight, gap];
  const [whole, size, heavy, change] = (
    numbers === null ? columns : columns.map((column) => addUp(column, numbers, count))
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  return {
    rows,
    moments: comomentsOf([whole, size, heavy]),
    largest,
    unsupported: sum(unsupported),
    change: sum(change),
    changeSquares: change.reduce((total, value) => total + value * value, 0),
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

/** The sums of both samples together. No unit may be in both. */
export function mergeOverlap(a: OverlapSums, b: OverlapSums): OverlapSums {
  return {
    rows: a.rows + b.rows,
    moments: mergeComoments(a.moments, b.moments),
    largest: Math.max(a.largest, b.largest),
    unsupported: a.unsupported + b.unsupported,
    change: a.change + b.change,
    changeSquares: a.changeSquares + b.changeSquares,
  };
}

/** Tells the overlap from its sums. */
export function overlapOf(sums: OverlapSums): Overlap {
  const { rows, moments, largest, unsupported, change, changeSquares } = sums;
  const { n, means, products } = moments;
  const [whole, size, heavy] = means as unknown as [number, number, number];
  const total = n * heavy;
  const meanWeight = rows === 0 ? 0 : whole / size;
  const variance = n < 2 ? 0 : deltaVariance(moments, [1 / size, -whole / size ** 2, 0]);
  const off = meanWeight - 1;
  // What is known exactly, such as the weights of a policy that changes nothing, is off by rounding alone.
  const isExact = Math.abs(off) < 1e-9;
  const error = isExact ? 0 : off / Math.sqrt(variance);
  return {
    decisions: rows,
    units: n,
    effective: total === 0 ? 0 : total ** 2 / ((products[8] as number) + n * heavy ** 2),
    effectiveChanges: changeSquares === 0 ? 0 : change ** 2 / changeSquares,
    meanWeight,
    meanWeightError: error,
    meanWeightPValue: 2 * normalSurvival(Math.abs(error)),
    largestShare: total === 0 ? 0 : largest / total,
    unsupported: rows === 0 ? 0 : unsupported / rows,
    changed: rows === 0 ? 0 : (change + unsupported) / rows / 2,
  };
}

/** Fewer effective units than this are refused: normal theory does not hold for them. */
export const LEAST_EFFECTIVE = 50;
/** No more than this of what the policy would do may be untried, */
export const MOST_UNSUPPORTED = 0.01;
/** nor, for a difference, more than this of what it would do otherwise. */
export const MOST_UNSUPPORTED_CHANGE = 0.05;

/** Why the value of the judged policy cannot be told; null where it can. */
export function refuseValue(overlap: Overlap): Insufficient | null {
  const { decisions, unsupported, meanWeightPValue, meanWeight, effective } = overlap;
  if (decisions < 2) return insufficient("too-few-rows", { need: 2, have: decisions });
  if (unsupported > MOST_UNSUPPORTED)
    return insufficient("no-overlap", { need: 1 - MOST_UNSUPPORTED, have: rounded(1 - unsupported) });
  if (meanWeightPValue < SAMPLE_RATIO_ALPHA)
    return insufficient("weights-out-of-balance", { need: 1, have: rounded(meanWeight) });
  if (effective < LEAST_EFFECTIVE)
    return insufficient("few-effective-decisions", { need: LEAST_EFFECTIVE, have: Math.floor(effective) });
  return null;
}

/** Why the difference between the two policies cannot be told; null where it can. */
export function refuseMovement(overlap: Overlap): Insufficient | null {
  const { unsupported, changed, effectiveChanges } = overlap;
  const refused = refuseValue(overlap);
  if (refused !== null) return refused;
  if (unsupported > MOST_UNSUPPORTED_CHANGE * changed)
    return insufficient("no-overlap", { need: 1 - MOST_UNSUPPORTED_CHANGE, have: rounded(1 - unsupported / changed) });
  if (changed > 0 && effectiveChanges < LEAST_EFFECTIVE)
    return insufficient("few-effective-changes", { need: LEAST_EFFECTIVE, have: Math.floor(effectiveChanges) });
  return null;
}

function rounded(share: number): number {
  return Math.round(share * 1e4) / 1e4;
}
