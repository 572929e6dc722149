import { defineMetric, type Metric } from "./metric.ts";
import { actionsOf } from "./predictions.ts";
import { shareOfRows } from "./share.ts";

/** The share of rows where acting and truth agree. */
export const accuracy: Metric = defineMetric({
  name: "accuracy",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Share of rows where the action (or a score of at least a half) agrees with what happened.",
  reference: "Wilson. Probable inference. JASA 22, 1927; clusters: Korn and Graubard, 1998",
  tasks: ["binary"],
  place: 7,
  formula: "right rows / rows",
  pitfalls:
    "Misleads on rare classes: where 1 in 100 is a yes, saying no to all is right 99 times in 100. Weigh errors by money instead.",
  aliases: ["share right", "hit rate"],
  ofActions: true,
  compute(predictions, options) {
    const actions = actionsOf(predictions);
    return shareOfRows(predictions, { sum: (row) => (actions[row] === predictions.labels[row] ? 1 : 0) }, options);
  },
});
