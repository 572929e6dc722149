import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { surprise } from "./predictions.ts";
import { rowTotals } from "./row-totals.ts";

/** Cross-entropy per label, on average over rows and labels, in nats. */
export const multilabelLogLoss: Metric = defineMetric({
  name: "multilabel-log-loss",
  family: "model",
  direction: "decrease",
  unit: "nats",
  doc: "Average cross-entropy of each label's probability against whether it is there.",
  reference: "Good. Rational decisions. JRSS B 14, 1952",
  tasks: ["multilabel"],
  place: 1,
  pitfalls: "Many rare labels make it small whatever the model does.",
  aliases: ["binary cross-entropy of labels"],
  compute(predictions, { level } = {}) {
    const { scores, labels, classes = 1 } = predictions;
    const sum = (row: number): number => {
      let all = 0;
      for (let k = row * classes; k < (row + 1) * classes; k++) {
        const p = scores[k] as number;
        all += surprise(labels[k] === 1 ? p : 1 - p);
      }
      return all / classes;
    };
    return clusteredMean(rowTotals(predictions, { sum }), level);
  },
});
