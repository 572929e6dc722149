import { meanOfLists, type RankedList } from "./lists.ts";
import { defineMetric, type Metric } from "./metric.ts";

/** The precision at each relevant row, on average. */
function averagePrecision({ shown }: RankedList): number {
  let [hits, sum] = [0, 0];
  shown.forEach((relevance, position) => {
    if (relevance <= 0) return;
    hits++;
    sum += hits / (position + 1);
  });
  return sum / hits;
}

/** Average precision of each list, on average. */
export const meanAveragePrecision: Metric = defineMetric({
  name: "mean-average-precision",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Precision at each relevant row of a list, averaged over the list and then over lists; relevant is above 0.",
  reference: "Voorhees and Harman. TREC: experiment and evaluation in information retrieval, 2005",
  tasks: ["ranking"],
  place: 2,
  pitfalls: "Relevance is yes or no: a perfect result and a fair one count alike.",
  aliases: ["MAP", "mAP"],
  compute: (predictions, options) => meanOfLists(predictions, averagePrecision, options),
});
