import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { labelCounts } from "./multilabel.ts";
import { rowTotals } from "./row-totals.ts";

/** The share of labels that are wrong. */
export const hammingLoss: Metric = defineMetric({
  name: "hamming-loss",
  family: "model",
  direction: "decrease",
  unit: "share",
  doc: "Share of single labels, taken from a probability of a half, that are wrong.",
  reference: "Schapire and Singer. BoosTexter. Machine Learning 39, 2000",
  tasks: ["multilabel"],
  place: 3,
  pitfalls: "Small by itself where most labels are absent.",
  aliases: ["share of wrong labels"],
  compute(predictions, { level } = {}) {
    const sum = (row: number): number => {
      const { falseAlarms, misses } = labelCounts(predictions, row);
      return (falseAlarms + misses) / (predictions.classes ?? 1);
    };
    return clusteredMean(rowTotals(predictions, { sum }), level);
  },
});
