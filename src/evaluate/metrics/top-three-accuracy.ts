import { defineMetric, type Metric } from "./metric.ts";
import type { Predictions } from "./predictions.ts";
import { shareOfRows } from "./share.ts";

const SHOWN = 3;

/** How many classes are more probable than the true one; of equals, those before it count. */
function classesAhead({ scores, labels, classes = 1 }: Predictions, row: number): number {
  const truth = labels[row] as number;
  const own = scores[row * classes + truth] as number;
  let ahead = 0;
  for (let c = 0; c < classes; c++) {
    const other = scores[row * classes + c] as number;
    if (other > own || (other === own && c < truth)) ahead++;
  }
  return ahead;
}

/** The share of rows whose true class is among the three likeliest. */
export const topThreeAccuracy: Metric = defineMetric({
  name: "top-three-accuracy",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Share of rows whose true class is among the three most probable.",
  reference: "Russakovsky et al. ImageNet large scale visual recognition challenge. IJCV 115, 2015",
  tasks: ["multiclass", "hierarchical"],
  place: 3,
  pitfalls: "Near 1 by chance where there are few classes.",
  aliases: ["top-3 accuracy", "top-k accuracy"],
  compute(predictions, options) {
    return shareOfRows(predictions, { sum: (row) => (classesAhead(predictions, row) < SHOWN ? 1 : 0) }, options);
  },
});
