import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { actionsOf } from "./predictions.ts";
import { rowTotals } from "./row-totals.ts";

/** The harmonic mean of precision and recall: twice the hits by all that was acted on and all that happened. */
export const f1: Metric = defineMetric({
  name: "f1",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Harmonic mean of precision and recall of the actions.",
  reference: "Van Rijsbergen. Information Retrieval, 1979; interval of a ratio: Cochran. Sampling Techniques, 1977",
  tasks: ["binary"],
  place: 10,
  formula: "2 TP / (2 TP + FP + FN)",
  pitfalls: "Takes a false alarm and a miss to cost the same, and true negatives to be worth nothing.",
  aliases: ["F-score", "F-measure", "Dice"],
  ofActions: true,
  compute(predictions, { level } = {}) {
    const { labels } = predictions;
    const actions = actionsOf(predictions);
    const sum = (row: number): number => 2 * (actions[row] as number) * (labels[row] as number);
    const size = (row: number): number => (actions[row] as number) + (labels[row] as number);
    return clusteredMean(rowTotals(predictions, { sum, size }), level);
  },
});
