import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { surprise } from "./predictions.ts";
import { rowTotals } from "./row-totals.ts";

/** How surprised a probability is by what happened, on average, in nats; ln 2 = 0.693 is a coin. */
export const logLoss: Metric = defineMetric({
  name: "log-loss",
  family: "model",
  direction: "decrease",
  unit: "nats",
  doc: "Average cross-entropy of the predicted probability against what happened.",
  reference: "Good. Rational decisions. JRSS B 14, 1952",
  tasks: ["binary"],
  place: 3,
  formula: "−mean(y ln p + (1 − y) ln(1 − p))",
  pitfalls: "One certain mistake weighs without bound; it says nothing of what a decision earns.",
  aliases: ["cross-entropy", "cross entropy", "binary cross-entropy", "logistic loss", "negative log-likelihood"],
  compute(predictions, { level } = {}) {
    const { scores, labels } = predictions;
    const sum = (row: number) => surprise(labels[row] === 1 ? (scores[row] as number) : 1 - (scores[row] as number));
    return clusteredMean(rowTotals(predictions, { sum }), level);
  },
});
