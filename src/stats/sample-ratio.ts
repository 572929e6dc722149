import { type Insufficient, insufficient, isInsufficient } from "../kernel/index.ts";
import { chiSquareSurvival } from "./distributions/chi-square.ts";

/** How well observed counts fit expected shares. */
export interface Fit {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
  /** What each count should have been. */
  readonly expected: readonly number[];
}

/** A traffic split is called broken below this p-value: rare enough to be checked every day. */
export const SAMPLE_RATIO_ALPHA = 0.001;

/**
 * Pearson's chi-square test of counts against shares (any positive numbers; only their proportions matter).
 * Needs two arms and five expected in each, or the chi-square distribution is a poor likeness. Pearson, 1900.
 */
export function goodnessOfFit(observed: readonly number[], shares: readonly number[]): Fit | Insufficient {
  const total = observed.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  if (observed.length < 2) return insufficient("too-few-arms", { need: 2, have: observed.length });
  const expected = shares.map((share) => (total * share) / whole);
  const least = Math.min(...expected);
  if (!(least >= 5)) return insufficient("too-few-expected", { need: 5, have: Number.isFinite(least) ? least : 0 });
  const statistic = expected.reduce((sum, e, arm) => sum + ((observed[arm] ?? 0) - e) ** 2 / e, 0);
  const df = observed.length - 1;
  return { statistic, df, pValue: chiSquareSurvival(statistic, df), expected };
}

/**
 * Whether the arms of an experiment got the traffic that they were promised. A mismatch makes every comparison void.
 * Fabijan et al. Diagnosing sample ratio mismatch in online controlled experiments. KDD 2019.
 */
export function sampleRatioMismatch(
  observed: readonly number[],
  shares: readonly number[],
): (Fit & { readonly mismatch: boolean }) | Insufficient {
  const fit = goodnessOfFit(observed, shares);
  return isInsufficient(fit) ? fit : { ...fit, mismatch: fit.pValue < SAMPLE_RATIO_ALPHA };
}
