import { defineMetric, type Metric } from "./metric.ts";
import type { Predictions } from "./predictions.ts";
import { shareOfRows } from "./share.ts";

/** The class of the highest probability; the first of equals. */
export function likeliest({ scores, classes = 1 }: Predictions, row: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++)
    if ((scores[row * classes + c] as number) > (scores[row * classes + best] as number)) best = c;
  return best;
}

/** The share of rows whose likeliest class is the true one. */
export const multiclassAccuracy: Metric = defineMetric({
  name: "multiclass-accuracy",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Share of rows whose most probable class is the true one.",
  reference: "Wilson. Probable inference. JASA 22, 1927; clusters: Korn and Graubard, 1998",
  tasks: ["multiclass", "hierarchical"],
  place: 2,
  formula: "right rows / rows",
  pitfalls: "Misleads on rare classes: a class of 1 in 100 can be missed wholly at 99 %. Look at each class.",
  aliases: ["accuracy of classes", "top-1 accuracy"],
  compute(predictions, options) {
    const sum = (row: number) => (likeliest(predictions, row) === predictions.labels[row] ? 1 : 0);
    return shareOfRows(predictions, { sum }, options);
  },
});
