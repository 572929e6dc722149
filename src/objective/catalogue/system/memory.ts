import { defineMetricFacts } from "../define-watchable.ts";
import type { MetricFacts } from "../metric-facts.ts";

/** What the server holds. */
export const memory: MetricFacts = defineMetricFacts({
  name: "memory",
  family: "system",
  unit: "bytes",
  direction: "decrease",
  definition: "Memory that the server’s process holds now.",
  needs: "A running server’s `/metrics`.",
  pitfalls: "Garbage that was not yet collected is in it.",
  aliases: ["RSS", "resident memory", "RAM"],
  from: "server",
});
