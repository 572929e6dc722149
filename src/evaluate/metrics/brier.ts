import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { rowTotals } from "./row-totals.ts";

/** Mean squared distance of the probability from what happened; 0 is perfect, 0.25 is a coin. */
export const brier: Metric = defineMetric({
  name: "brier",
  family: "model",
  direction: "decrease",
  unit: "share",
  doc: "Mean squared distance of the predicted probability from what happened (0 or 1).",
  reference: "Brier. Verification of forecasts expressed in terms of probability. Monthly Weather Review 78, 1950",
  tasks: ["binary"],
  place: 4,
  formula: "mean((p − y)²)",
  pitfalls: "On rare classes a constant already scores well: hold it against the constant’s.",
  aliases: ["Brier score", "quadratic score"],
  compute(predictions, { level } = {}) {
    const { scores, labels } = predictions;
    const sum = (row: number) => ((scores[row] as number) - (labels[row] as number)) ** 2;
    return clusteredMean(rowTotals(predictions, { sum }), level);
  },
});
