import { meanOfLists } from "./lists.ts";
import { defineMetric, type Metric } from "./metric.ts";

/** One by the position of the first relevant row, on average. */
export const meanReciprocalRank: Metric = defineMetric({
  name: "mean-reciprocal-rank",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "One divided by the position of the first relevant row of each list, on average; relevant is above 0.",
  reference: "Voorhees. The TREC-8 question answering track report, 1999",
  tasks: ["ranking"],
  place: 3,
  formula: "mean(1 / rank of the first relevant)",
  pitfalls: "Looks at nothing after the first relevant one.",
  aliases: ["MRR"],
  compute: (predictions, options) =>
    meanOfLists(predictions, ({ shown }) => 1 / (shown.findIndex((relevance) => relevance > 0) + 1), options),
});
