import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { rowTotals } from "./row-totals.ts";

/** Mean absolute error, in the label's unit. */
export const mae: Metric = defineMetric({
  name: "mae",
  family: "model",
  direction: "decrease",
  unit: "label",
  doc: "Mean absolute error, in the unit of the label.",
  reference: "Cochran. Sampling Techniques, 1977 (interval)",
  tasks: ["regression"],
  place: 2,
  formula: "mean |ŷ − y|",
  pitfalls: "Best at the median: where totals matter, it favours predictions that are too low on skewed values.",
  aliases: ["mean absolute error", "L1"],
  compute(predictions, { level } = {}) {
    const { scores, labels } = predictions;
    const sum = (row: number) => Math.abs((scores[row] as number) - (labels[row] as number));
    return clusteredMean(rowTotals(predictions, { sum }), level);
  },
});
