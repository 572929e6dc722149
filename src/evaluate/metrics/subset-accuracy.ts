import { defineMetric, type Metric } from "./metric.ts";
import { labelCounts } from "./multilabel.ts";
import { shareOfRows } from "./share.ts";

/** The share of rows of which every label is right. */
export const subsetAccuracy: Metric = defineMetric({
  name: "subset-accuracy",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Share of rows whose labels, taken from a probability of a half, are all right.",
  reference: "Ghamrawi and McCallum. Collective multi-label classification. CIKM 2005",
  tasks: ["multilabel"],
  place: 4,
  pitfalls: "One wrong label of twenty counts as all wrong.",
  aliases: ["exact match ratio"],
  compute(predictions, options) {
    const sum = (row: number): number => {
      const { falseAlarms, misses } = labelCounts(predictions, row);
      return falseAlarms + misses === 0 ? 1 : 0;
    };
    return shareOfRows(predictions, { sum }, options);
  },
});
