import type { Insufficient } from "../kernel/index.ts";

/** The level of an interval when nobody asked for another. */
export const DEFAULT_LEVEL = 0.95;

/** A number with its confidence interval: in `level` of repeated samples, `low … high` would hold the truth. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Between 0 and 1. */
  readonly level: number;
  /** Never there: what carries a basis of its own, as an `ObservationalEstimate` does, is no proof and is refused as one. */
  readonly basis?: never;
}

/** An estimated difference, and the two-sided p-value of "there is none". */
export interface Comparison extends Estimate {
  readonly pValue: number;
}

/** What every statistic answers: a number with its interval, or what was missing for one. */
export type Estimated = Estimate | Insufficient;

/** The same estimate on another scale. `f` must be monotone; a falling one swaps the ends. */
export function mapEstimate(estimate: Estimate, f: (value: number) => number): Estimate {
  const [a, b] = [f(estimate.low), f(estimate.high)];
  return { value: f(estimate.value), low: Math.min(a, b), high: Math.max(a, b), level: estimate.level };
}
