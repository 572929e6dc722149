import { defineMetricFacts } from "../define-watchable.ts";
import type { MetricFacts } from "../metric-facts.ts";

/** What accelerators compute. */
export const gpu: MetricFacts = defineMetricFacts({
  name: "gpu",
  family: "system",
  unit: "share",
  direction: "decrease",
  definition: "Share of the time in which an accelerator was busy.",
  needs: "An accelerator; Alidade’s own models run without one.",
  pitfalls: "A busy accelerator may be waiting for memory.",
  aliases: ["GPU utilisation", "accelerator"],
  from: "outside",
});
