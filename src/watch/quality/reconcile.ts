import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { criticalValue, effectiveSize, normalSurvival, type WeightedMoments } from "../../stats/index.ts";
import type { QualityEstimate } from "./estimate-quality.ts";

/** How an estimate made before labels stands to what labels then showed. */
export interface Reconciled {
  readonly estimated: number;
  readonly found: number;
  /** Never below 0, as no loss is. */
  readonly low: number;
  readonly high: number;
  readonly isInside: boolean;
  /** By how many standard deviations the truth is above the estimate. */
  readonly z: number;
  /** Of "the assumptions held". */
  readonly pValue: number;
}

/** What is compared: an estimate over so many decisions, and what their labels showed. */
export interface Reconciling {
  readonly n: number;
  readonly estimate: Pick<QualityEstimate, "value" | "level" | "fromSampling" | "fromCalibration">;
  readonly found: WeightedMoments;
}

/**
 * Holds an estimate of a mean, such as the log loss, against what labels showed of the same decisions, or of a sample of them:
 * of fewer labels chance takes more. Insufficient without labels.
 */
export function reconcile({ n, estimate, found }: Reconciling): Reconciled | Insufficient {
  const labels = effectiveSize(found);
  if (labels < 1) return insufficient("no-labels", { need: 1, have: 0 });
  const { value, level, fromSampling, fromCalibration } = estimate;
  const deviation = Math.hypot(fromSampling * Math.sqrt(Math.max(1, n / labels)), fromCalibration);
  const half = criticalValue(level) * deviation;
  const z = deviation > 0 ? (found.mean - value) / deviation : 0;
  return {
    estimated: value,
    found: found.mean,
    low: Math.max(0, value - half),
    high: value + half,
    isInside: Math.abs(found.mean - value) <= half,
    z,
    pValue: 2 * normalSurvival(Math.abs(z)),
  };
}
