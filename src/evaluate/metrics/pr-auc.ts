import { insufficient, isInsufficient } from "../../kernel/index.ts";
import { logitInterval, momentsOf, varianceOf } from "../../stats/index.ts";
import { resample } from "./bootstrap.ts";
import { defineMetric, type Metric } from "./metric.ts";
import { fallingOrder, runEnds } from "./order.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

/** Average precision for any weights on the same rows, without sorting again: Σ (recall step) · precision. */
function averagePrecision({ scores, labels }: Predictions): (weightOf: (row: number) => number) => number {
  const order = fallingOrder(scores);
  const ends = runEnds(scores, order);
  return (weightOf) => {
    let [positive, all, sum, at] = [0, 0, 0, 0];
    for (let run = 0; run < ends.length; run++) {
      const before = positive;
      for (const end = ends[run] as number; at < end; at++) {
        const row = order[at] as number;
        const weight = weightOf(row);
        all += weight;
        if (labels[row] === 1) positive += weight;
      }
      if (positive > before) sum += ((positive - before) * positive) / all;
    }
    return sum / positive;
  };
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
    const weights = weightsOf(predictions);
    const score = averagePrecision(predictions);
    const value = score((row) => weights[row] as number);
    if (!Number.isFinite(value)) return insufficient("one-class");
    const draws = resample(predictions, seed, (counts) =>
      score((row) => (weights[row] as number) * (counts[row] as number)),
    );
    const variance = varianceOf(momentsOf(draws));
    return isInsufficient(variance) ? variance : logitInterval({ value, variance, df: Infinity }, level);
  },
});
