import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Comparison, comparisonOf, type ObservationalEstimate, type Point } from "../../stats/index.ts";

/** Marks a comparison as observational: from here on no room that wants proof takes it. */
export function observed(comparison: Comparison | Insufficient): ObservationalEstimate | Insufficient {
  if (isInsufficient(comparison)) return comparison;
  const { value, low, high, level, pValue } = comparison;
  return { basis: "observational", value, low, high, level, pValue };
}

/** The interval of a point, marked as observational. */
export function observedPoint(point: Point | Insufficient, level?: number): ObservationalEstimate | Insufficient {
  return observed(comparisonOf(point, level));
}

/** The p-value of "there is none", or what was missing for one. */
export function pValueOf(point: Point | Insufficient): number | Insufficient {
  const found = comparisonOf(point);
  return isInsufficient(found) ? found : found.pValue;
}
