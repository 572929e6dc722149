import { insufficient, isInsufficient } from "../../kernel/index.ts";
import { logitInterval, momentsOf, varianceOf } from "../../stats/index.ts";
import { resample } from "./bootstrap.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { fallingOrder, runEnds } from "./order.ts";
import { clusterNumbers, type Predictions, weightsOf } from "./predictions.ts";

/** What average precision needs of the rows, by falling score: a resample only changes how often a cluster counts. */
interface RankedRows {
  readonly weight: Float64Array;
  /** The weight of a positive row; 0 of another. */
  readonly found: Float64Array;
  readonly cluster: Int32Array;
  /** Where the runs of equal scores end, exclusive, in which there is a positive row: recall rises nowhere else. */
  readonly steps: Int32Array;
}

function rankRows(predictions: Predictions, numbers: Int32Array): RankedRows {
  const { scores, labels } = predictions;
  const weights = weightsOf(predictions);
  const order = fallingOrder(scores);
  const ends = runEnds(scores, order);
  const [weight, found] = [new Float64Array(order.length), new Float64Array(order.length)];
  const cluster = new Int32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const row = order[at] as number;
    weight[at] = weights[row] as number;
    if (labels[row] === 1) found[at] = weights[row] as number;
    cluster[at] = numbers[row] as number;
  }
  const holdsFound = (end: number, run: number): boolean => {
    for (let at = ends[run - 1] ?? 0; at < end; at++) if (labels[order[at] as number] === 1) return true;
    return false;
  };
  return { weight, found, cluster, steps: ends.filter(holdsFound) };
}

/** Average precision when each cluster counts so often: Σ (recall step) · precision. */
function averagePrecision({ weight, found, cluster, steps }: RankedRows, counts: Uint8Array): number {
  let [all, hits, before, sum, at] = [0, 0, 0, 0, 0];
  for (let step = 0; step < steps.length; step++) {
    for (const end = steps[step] as number; at < end; at++) {
      const times = counts[cluster[at] as number] as number;
      all += (weight[at] as number) * times;
      hits += (found[at] as number) * times;
    }
    if (hits > before) {
      sum += ((hits - before) * hits) / all;
      before = hits;
    }
  }
  return sum / hits;
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
  place: 2,
  formula: "Σ (Rₖ − Rₖ₋₁) Pₖ",
  pitfalls: "Its baseline is the share of positives: areas of two data sets with other shares cannot be compared.",
  aliases: ["average precision", "AP", "AUPRC", "area under the precision-recall curve"],
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
