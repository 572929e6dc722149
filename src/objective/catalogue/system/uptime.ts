import { defineMetricFacts } from "../define-watchable.ts";
import type { MetricFacts } from "../metric-facts.ts";

/** How long the server has run. */
export const uptime: MetricFacts = defineMetricFacts({
  name: "uptime",
  family: "system",
  unit: "milliseconds",
  direction: "increase",
  definition: "Time since the server’s process was started.",
  needs: "A running server’s `/metrics`.",
  pitfalls:
    "A young process is no outage, and an old one may have been unreachable: only a look from outside tells availability.",
  aliases: ["availability", "process age"],
  from: "server",
});
