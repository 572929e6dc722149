import { effectiveSize, type WeightedMoments } from "../../../stats/index.ts";
import { type Measure, measureShare } from "../evidence/measures.ts";

/** The mean of values that weigh differently; undefined of fewer than two that count alike. */
export function measureWeighted(moments: WeightedMoments): Measure | undefined {
  const n = effectiveSize(moments);
  if (n < 2) return undefined;
  return { value: moments.mean, variance: moments.m2 / moments.weight / (n - 1) };
}

/** The share of yes among labels that weigh differently, as an angle. */
export function measureWeightedShare(labels: WeightedMoments): Measure | undefined {
  const n = effectiveSize(labels);
  return n < 2 ? undefined : measureShare(Math.min(1, Math.max(0, labels.mean)) * n, n);
}
