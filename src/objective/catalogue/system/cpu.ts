import { defineMetricFacts } from "../define-watchable.ts";
import type { MetricFacts } from "../metric-facts.ts";

/** What the server computes. */
export const cpu: MetricFacts = defineMetricFacts({
  name: "cpu",
  family: "system",
  unit: "share",
  direction: "decrease",
  definition: "Processor time that the server has used, for each second since its start; 1 is one core.",
  needs: "A running server’s `/metrics`.",
  pitfalls: "A mean since the start: a quiet night hides a busy hour.",
  aliases: ["processor", "CPU utilisation", "load"],
  from: "server",
});
