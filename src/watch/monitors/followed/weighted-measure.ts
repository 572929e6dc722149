import { effectiveSize, type WeightedMoments } from "../../../stats/index.ts";
import { type Measure, measureShare } from "../evidence/measures.ts";

/** The share of yes among labels that weigh differently, as an angle. */
export function measureWeightedShare(labels: WeightedMoments): Measure | undefined {
  const n = effectiveSize(labels);
  return n < 2 ? undefined : measureShare(Math.min(1, Math.max(0, labels.mean)) * n, n);
}
