import { meanOfLists } from "./lists.ts";
import { defineMetric, type Metric } from "./metric.ts";

const POSITIONS = 10;

function gained(relevances: readonly number[]): number {
  return relevances
    .slice(0, POSITIONS)
    .reduce((sum, relevance, position) => sum + (2 ** relevance - 1) / Math.log2(position + 2), 0);
}

/** Gain of the first ten positions, discounted by position, by that of the best order. */
export const ndcg: Metric = defineMetric({
  name: "ndcg-10",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Discounted gain of the first ten of each list by that of its best order; relevance r gains 2^r − 1.",
  reference:
    "Järvelin and Kekäläinen. Cumulated gain-based evaluation of IR techniques. TOIS 20, 2002; Burges et al., 2005",
  tasks: ["ranking"],
  place: 1,
  formula: "Σ (2^rᵢ − 1) / log₂(i + 1), by that of the best order",
  pitfalls: "Judges what was logged: what was never shown counts as irrelevant.",
  aliases: ["normalised discounted cumulative gain", "NDCG@10", "DCG"],
  compute: (predictions, options) =>
    meanOfLists(predictions, ({ shown, ideal }) => gained(shown) / gained(ideal), options),
});
