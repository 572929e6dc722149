import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { type Predictions, surprise } from "./predictions.ts";
import { rowTotals } from "./row-totals.ts";

/** The cross-entropy of one row: −ln of the probability that the true class was given, in nats. */
export function rowCrossEntropy({ scores, labels, classes = 1 }: Predictions, row: number): number {
  return surprise(scores[row * classes + (labels[row] as number)] as number);
}

/** How surprised the class probabilities are by the true class, on average, in nats. */
export const multiclassLogLoss: Metric = defineMetric({
  name: "multiclass-log-loss",
  family: "model",
  direction: "decrease",
  unit: "nats",
  doc: "Average cross-entropy of the predicted class probabilities against the true class.",
  reference: "Good. Rational decisions. JRSS B 14, 1952",
  tasks: ["multiclass", "hierarchical"],
  place: 1,
  formula: "−mean(ln p of the true class)",
  pitfalls: "One certain mistake weighs without bound.",
  aliases: ["categorical cross-entropy", "cross-entropy of classes", "softmax loss"],
  compute(predictions, { level } = {}) {
    return clusteredMean(rowTotals(predictions, { sum: (row) => rowCrossEntropy(predictions, row) }), level);
  },
});
