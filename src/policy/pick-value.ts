import { bestQuantile, type PerUnit } from "../objective/index.ts";
import { refuseOthers, requireCoverage } from "./refuse.ts";

/** Answers with a number, as declared. */
export interface PickValue<Head extends string = string> {
  readonly policy: "pick-value";
  /** The head that predicts it. */
  readonly head: Head;
  /** How often the interval beside the answer is to hold the truth; the model makes it. */
  readonly coverage: number;
}

/**
 * Answers with the value that loses least under the payoff of the objective, and an interval that holds the truth as often
 * as `coverage` says (default 0.9).
 *
 * @example pickValue({ head: "price", coverage: 0.9 })
 */
export function pickValue<const Head extends string>(policy: {
  readonly head: Head;
  readonly coverage?: number;
}): PickValue<Head> {
  refuseOthers("`pickValue` takes `head` and `coverage`", policy, ["head", "coverage"]);
  const { head, coverage = 0.9 } = policy;
  requireCoverage(coverage);
  return Object.freeze({ policy: "pick-value", head, coverage });
}

/** A policy with its numbers settled. */
export interface SettledValue extends PickValue {
  /** Added to what the head says: where too low costs more than too high, it is above 0. */
  readonly shift: number;
}

/**
 * Settles what is added to a prediction, from how far off such predictions were: `residuals` are truth − prediction on rows
 * that the model had not seen. The loss is least at the quantile that the two prices set against each other (Koenker and
 * Bassett, 1978).
 */
export function settleValue(declared: PickValue, payoff: PerUnit, residuals: Float64Array): SettledValue {
  const sorted = residuals.filter((residual) => !Number.isNaN(residual)).sort();
  return { ...declared, shift: quantileOf(sorted, bestQuantile(payoff)) };
}

/** The smallest value with at least the share `q` of the sorted values at or below it; 0 without any. */
function quantileOf(sorted: Float64Array, q: number): number {
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length)));
  return sorted[rank - 1] ?? 0;
}

/** The value for what a head says. */
export function chooseValue({ shift }: SettledValue, prediction: number): number {
  return prediction + shift;
}
