import { type ClusterTotals, clusteredProportion, type Estimated, proportion } from "../../stats/index.ts";
import type { MetricOptions, Predictions } from "./predictions.ts";
import { type RowShare, rowTotals } from "./row-totals.ts";

/** A share of rows: Wilson's interval where rows are independent and weigh the same, its clustered form elsewhere. */
export function shareOfRows(predictions: Predictions, share: RowShare, { level }: MetricOptions = {}): Estimated {
  const totals = rowTotals(predictions, share);
  const plain = predictions.clusters === undefined && predictions.weights === undefined;
  return plain ? proportion(total(totals, "sums"), total(totals, "sizes"), level) : clusteredProportion(totals, level);
}

function total(totals: ClusterTotals, part: "sums" | "sizes"): number {
  return totals[part].reduce((sum, value) => sum + value, 0);
}
