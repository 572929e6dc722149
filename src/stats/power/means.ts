import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { fallingRoot } from "../distributions/root.ts";
import { studentQuantile } from "../distributions/student.ts";
import { sharedDf } from "../intervals/point.ts";

/** Standard deviations of one unit's value in either arm, and how the traffic is split. */
export interface ComparisonDesign {
  /** Of both arms, or of each. In the metric's own unit. */
  readonly sd: number | { readonly treatment: number; readonly control: number };
  /** The treatment's share of all units, between 0 and 1. Default 0.5. */
  readonly treatmentShare?: number;
  /** Two-sided. Default 0.05. */
  readonly alpha?: number;
}

/** A design and the power that is asked of it. */
export interface PlannedDesign extends ComparisonDesign {
  /** The chance to find the difference when it is there. Default 0.8. */
  readonly power?: number;
}

/** Units needed in either arm, whole numbers. */
export interface SampleSize {
  readonly treatment: number;
  readonly control: number;
  readonly total: number;
}

/** The chance that Welch's test of `units` units in all finds a true difference of means; 0 with fewer than 2 per arm. */
export function powerOf(difference: number, units: number, design: ComparisonDesign): number {
  const { variance, df } = spread(units, design);
  if (!(df > 0)) return 0;
  const shift = Math.abs(difference) / Math.sqrt(variance);
  const critical = -studentQuantile((design.alpha ?? 0.05) / 2, df);
  return shiftedTail(critical, shift, df) + shiftedTail(critical, -shift, df);
}

/**
 * Units needed in either arm to find a difference of means. Starts at the normal formula
 * (z + z)² · variance / difference² and climbs to the exact whole number.
 */
export function sampleSize(difference: number, design: PlannedDesign): SampleSize | Insufficient {
  const { power = 0.8, alpha = 0.05 } = design;
  if (difference === 0) return insufficient("no-difference-to-find");
  const reach = (normalQuantile(power) - normalQuantile(alpha / 2)) / difference;
  const units = Math.max(4, Math.floor(spread(1, design).variance * reach ** 2));
  for (let total = units; ; total += Math.ceil(total / 10_000)) {
    const arms = split(total, design);
    if (powerOf(difference, arms.total, design) >= power) return arms;
  }
}

/** The smallest difference of means that `units` units in all would find with the asked power; above zero. */
export function detectableDifference(units: number, design: PlannedDesign): number | Insufficient {
  const { variance, df } = spread(units, design);
  if (!(df > 0)) return insufficient("too-few-rows", { need: 4, have: units });
  return fallingRoot((difference) => (design.power ?? 0.8) - powerOf(difference, units, design), Math.sqrt(variance));
}

function split(total: number, { treatmentShare = 0.5 }: ComparisonDesign): SampleSize {
  const treatment = Math.max(2, Math.ceil(total * treatmentShare));
  const control = Math.max(2, Math.ceil(total * (1 - treatmentShare)));
  return { treatment, control, total: treatment + control };
}

/** The variance of the difference of means, and Welch's degrees of freedom. */
function spread(units: number, { sd, treatmentShare = 0.5 }: ComparisonDesign): { variance: number; df: number } {
  const each = typeof sd === "number" ? { treatment: sd, control: sd } : sd;
  const [n, m] = [units * treatmentShare, units * (1 - treatmentShare)];
  const [a, b] = [each.treatment ** 2 / n, each.control ** 2 / m];
  return { variance: a + b, df: n < 2 || m < 2 ? 0 : sharedDf([a, n - 1], [b, m - 1]) };
}

/** P(T > t) for Student's t around `shift`: the approximation of Abramowitz and Stegun 26.7.10. */
function shiftedTail(t: number, shift: number, df: number): number {
  return normalSurvival((t * (1 - 1 / (4 * df)) - shift) / Math.sqrt(1 + t ** 2 / (2 * df)));
}
