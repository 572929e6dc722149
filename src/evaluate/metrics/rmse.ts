import { isInsufficient } from "../../kernel/index.ts";
import { clusteredPoint, logInterval, mapEstimate } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { rowTotals } from "./row-totals.ts";

/** Root of the mean squared error, in the label's unit. The interval is symmetric in the logarithm. */
export const rmse: Metric = defineMetric({
  name: "rmse",
  family: "model",
  direction: "decrease",
  unit: "label",
  doc: "Root of the mean squared error, in the unit of the label.",
  reference: "Cochran. Sampling Techniques, 1977 (variance); delta method on the logarithm (interval)",
  tasks: ["regression"],
  place: 1,
  formula: "√ mean((ŷ − y)²)",
  pitfalls: "Few large errors decide it.",
  aliases: ["root mean squared error", "RMSD"],
  compute(predictions, { level } = {}) {
    const { scores, labels } = predictions;
    const sum = (row: number) => ((scores[row] as number) - (labels[row] as number)) ** 2;
    const squared = logInterval(clusteredPoint(rowTotals(predictions, { sum })), level);
    return isInsufficient(squared) ? squared : mapEstimate(squared, Math.sqrt);
  },
});
