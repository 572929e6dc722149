import { insufficient, isInsufficient } from "../../kernel/index.ts";
import { logitInterval, momentsOf, varianceOf } from "../../stats/index.ts";
import { resample } from "./bootstrap.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { fallingOrder, runEnds } from "./order.ts";
import { clusterNumbers, type Predictions, weightsOf } from "./predictions.ts";

/** What average precision needs of the rows, by falling score: a resample only changes how often a cluster counts. */
interface RankedRows {
  readonly weight: Float64Array;
  /** 1 for a positive row. */
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
  /** 1 where a run of equal scores ends. */
  readonly isEnd: Uint8Array;
}

function rankRows(predictions: Predictions, numbers: Int32Array): RankedRows {
  const { scores, labels } = predictions;
  const weights = weightsOf(predictions);
  const order = fallingOrder(scores);
  const isEnd = new Uint8Array(order.length);
  for (const end of runEnds(scores, order)) isEnd[end - 1] = 1;
  return {
    weight: Float64Array.from(order, (row) => weights[row] as number),
    positive: Uint8Array.from(order, (row) => (labels[row] === 1 ? 1 : 0)),
    cluster: order.map((row) => numbers[row] as number),
    isEnd,
  };
}

/** Average precision when each cluster counts so often: Σ (recall step) · precision. */
function averagePrecision({ weight, positive, cluster, isEnd }: RankedRows, counts: Uint8Array): number {
  let [all, found, before, sum] = [0, 0, 0, 0];
  for (let at = 0; at < weight.length; at++) {
    const weighs = (weight[at] as number) * (counts[cluster[at] as number] as number);
    all += weighs;
    if (positive[at] === 1) found += weighs;
    if (isEnd[at] === 1 && found > before) {
      sum += ((found - before) * found) / all;
      before = found;
    }
  }
  return sum / found;
}

/**
 * Average precision: the area under the precision-recall curve as a step function; no skill has the positives' share.
 * The interval is symmetric in the logit, with a standard error from 200 resamples of the clusters. A perfect ranking
 * never changes in a resample and gives `zero-variance`.
 */
export const prAuc: Metric = defineMetric({
  name: "pr-auc",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Average precision over all recalls; no skill has the share of positives.",
  reference: "Boyd, Eng, Page. Area under the precision-recall curve. ECML PKDD 2013 (logit interval)",
  tasks: ["binary"],
  compute(predictions, { level, seed = 0 } = {}) {
    const { numbers, count } = clusterNumbers(predictions);
    const ranked = rankRows(predictions, numbers);
    const value = averagePrecision(ranked, new Uint8Array(count).fill(1));
    if (!Number.isFinite(value)) return insufficient("one-class");
    const draws = resample(count, seed, (counts) => averagePrecision(ranked, counts));
    const variance = varianceOf(momentsOf(draws));
    return isInsufficient(variance) ? variance : logitInterval({ value, variance, df: Infinity }, level);
  },
});
