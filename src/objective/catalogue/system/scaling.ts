import { defineMetricFacts } from "../define-watchable.ts";
import type { MetricFacts } from "../metric-facts.ts";

/** What becomes of latency as load grows. */
export const scaling: MetricFacts = defineMetricFacts({
  name: "scaling",
  family: "system",
  unit: "per second",
  direction: "increase",
  definition: "The most decisions a second at which p99 still keeps its limit.",
  needs: "A load test: `bench/serve` asks a server at a rising open rate.",
  pitfalls: "Measure with an open rate: a closed loop slows down with the server and hides the queue.",
  aliases: ["scaling under load", "capacity", "saturation", "peak load"],
  from: "outside",
});
