import { effectiveSize } from "../../../stats/index.ts";
import type { LabelSeen } from "../../seen/seen.ts";

type Foreseen = Pick<LabelSeen, "calibration">;

/** Variance of a yes or no about its prediction: p (1 − p) with p as predicted, since few labels do not tell. */
export function labelVariance({ calibration }: Foreseen): number {
  let [sum, weight] = [0, 0];
  for (const bin of calibration) {
    sum += bin.weight * bin.predicted * (1 - bin.predicted);
    weight += bin.weight;
  }
  return Math.max(1e-6, weight > 0 ? sum / weight : 0.25);
}

/**
 * Degrees of freedom of a Student distribution with tails at least as heavy as those of a sum of the labels, in its standard
 * deviations. A count with a mean of m is that far from normal at 1 + 2 m; of yes and no m is what their variances add up to.
 */
export function labelFreedom(seen: Foreseen & Pick<LabelSeen, "labels">): number {
  return 1 + 2 * effectiveSize(seen.labels) * labelVariance(seen);
}
