import { clusteredMean } from "../../stats/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { labelCounts } from "./multilabel.ts";
import { rowTotals } from "./row-totals.ts";

/** Twice the hits by twice the hits and all errors, over all rows and labels. */
export const microF1: Metric = defineMetric({
  name: "micro-f1",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Harmonic mean of precision and recall over all rows and labels, taken from a probability of a half.",
  reference: "Van Rijsbergen. Information Retrieval, 1979; interval of a ratio: Cochran. Sampling Techniques, 1977",
  tasks: ["multilabel"],
  place: 2,
  formula: "2 TP / (2 TP + FP + FN), over all labels",
  pitfalls: "Frequent labels decide it; a rare one can be missed wholly.",
  aliases: ["micro-averaged F1", "F1 of labels"],
  compute(predictions, { level } = {}) {
    const sum = (row: number): number => 2 * labelCounts(predictions, row).hits;
    const size = (row: number): number => {
      const { hits, falseAlarms, misses } = labelCounts(predictions, row);
      return 2 * hits + falseAlarms + misses;
    };
    return clusteredMean(rowTotals(predictions, { sum, size }), level);
  },
});
