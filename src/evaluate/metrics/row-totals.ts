import { type ClusterTotals, clusterTotals } from "../../stats/index.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

/** What a row adds to a ratio of two sums. */
export interface RowShare {
  /** Numerator of row `i`. */
  sum(row: number): number;
  /** Denominator of row `i`. Default 1. */
  size?(row: number): number;
}

/** Σ weight · sum and Σ weight · size by cluster: the metrics that are ratios of sums differ only in `share`. */
export function rowTotals(predictions: Predictions, share: RowShare): ClusterTotals {
  const weights = weightsOf(predictions);
  const sums = new Float64Array(weights.length);
  const sizes = new Float64Array(weights.length);
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] as number;
    sums[row] = weight * share.sum(row);
    sizes[row] = weight * (share.size?.(row) ?? 1);
  }
  return clusterTotals({ sums, sizes, clusters: predictions.clusters });
}
