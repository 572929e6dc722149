import { clusteredPoint, logInterval } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { rowTotals } from "./row-totals.ts";

/** Mean squared error, in the square of the label's unit. The interval is symmetric in the logarithm. */
export const mse: Metric = defineMetric({
  name: "mse",
  family: "model",
  direction: "decrease",
  unit: "label",
  doc: "Mean squared error, in the square of the label’s unit.",
  reference: "Cochran. Sampling Techniques, 1977 (variance); delta method on the logarithm (interval)",
  tasks: ["regression"],
  place: 4,
  formula: "mean((ŷ − y)²)",
  pitfalls: "Few large errors decide it; its unit is a square, so nobody can picture it: reports show its root.",
  aliases: ["mean squared error", "quadratic loss", "L2"],
  restates: "rmse",
  compute(predictions, { level } = {}) {
    const { scores, labels } = predictions;
    const sum = (row: number): number => ((scores[row] as number) - (labels[row] as number)) ** 2;
    return logInterval(clusteredPoint(rowTotals(predictions, { sum })), level);
  },
});
