import { defineMetric, type Metric } from "./metric.ts";
import { actionsOf } from "./predictions.ts";
import { shareOfRows } from "./share.ts";

/** Of the rows whose outcome happened, the share that was acted on. */
export const recall: Metric = defineMetric({
  name: "recall",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Of the rows whose outcome happened, the share that was acted on.",
  reference: "Wilson. Probable inference. JASA 22, 1927; clusters: Korn and Graubard, 1998",
  tasks: ["binary"],
  place: 9,
  formula: "TP / (TP + FN)",
  pitfalls: "Rises by acting more; acting on all has recall 1.",
  aliases: ["sensitivity", "true positive rate", "TPR", "hit rate of the positives"],
  ofActions: true,
  compute(predictions, options) {
    const actions = actionsOf(predictions);
    const happened = (row: number) => predictions.labels[row] as number;
    return shareOfRows(
      predictions,
      { sum: (row) => (actions[row] as number) * happened(row), size: happened },
      options,
    );
  },
});
