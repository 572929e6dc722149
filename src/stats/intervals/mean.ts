import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Comparison, Estimated } from "../estimate.ts";
import type { Moments } from "../moments/moments.ts";
import { comparisonOf, differencePoint, intervalOf, liftPoint, type Point } from "./point.ts";

/** The mean of independent values and its variance; needs two values. */
export function meanPoint({ n, mean, m2 }: Moments): Point | Insufficient {
  if (n < 2) return insufficient("too-few-rows", { need: 2, have: n });
  return { value: mean, variance: m2 / (n - 1) / n, df: n - 1 };
}

/** The mean of independent values with Student's t interval. Biometrika 6, 1908. */
export function mean(moments: Moments, level?: number): Estimated {
  return intervalOf(meanPoint(moments), level);
}

/** `a − b`: the difference of two independent means, variances not assumed equal. Welch, 1947. */
export function meanDifference(a: Moments, b: Moments, level?: number): Comparison | Insufficient {
  return comparisonOf(differencePoint(meanPoint(a), meanPoint(b)), level);
}

/** How much larger the treatment's mean is, as a share of the size of the control's: 0.1 is +10 %. Delta method. */
export function relativeLift(treatment: Moments, control: Moments, level?: number): Comparison | Insufficient {
  return comparisonOf(liftPoint(meanPoint(treatment), meanPoint(control)), level);
}
