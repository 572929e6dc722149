import { defineMetric, type Metric } from "./metric.ts";
import { actionsOf } from "./predictions.ts";
import { shareOfRows } from "./share.ts";

/** Of the rows acted on, the share where it was right to act. */
export const precision: Metric = defineMetric({
  name: "precision",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Of the rows acted on, the share whose outcome happened.",
  reference: "Wilson. Probable inference. JASA 22, 1927; clusters: Korn and Graubard, 1998",
  tasks: ["binary"],
  place: 8,
  formula: "TP / (TP + FP)",
  pitfalls: "Rises by acting less; read it with recall.",
  aliases: ["positive predictive value", "PPV"],
  ofActions: true,
  compute(predictions, options) {
    const actions = actionsOf(predictions);
    const acted = (row: number) => actions[row] as number;
    return shareOfRows(
      predictions,
      { sum: (row) => acted(row) * (predictions.labels[row] as number), size: acted },
      options,
    );
  },
});
