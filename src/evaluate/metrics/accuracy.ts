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
  ofActions: true,
  compute(predictions, options) {
    const actions = actionsOf(predictions);
    return shareOfRows(predictions, { sum: (row) => (actions[row] === predictions.labels[row] ? 1 : 0) }, options);
  },
});
