import { defineMetricFacts } from "../define-watchable.ts";
import type { MetricFacts } from "../metric-facts.ts";

/** Events and rows that broke their contract. */
export const contractBreaches: MetricFacts = defineMetricFacts({
  name: "contract-breaches",
  family: "business",
  unit: "count",
  direction: "decrease",
  definition: "Events and rows that were refused because they broke their contract, over the period.",
  needs: "Pushed events, or quarantined rows, in the state.",
  pitfalls: "None may also mean that nothing came.",
  aliases: ["compliance: breaches", "rejected events", "data quality breaches"],
  from: "journal",
});
