import { defineMetricFacts } from "../define-watchable.ts";
import type { MetricFacts } from "../metric-facts.ts";

/** Requests to forget somebody that were not met in time. */
export const overdueErasures: MetricFacts = defineMetricFacts({
  name: "overdue-erasures",
  family: "business",
  unit: "count",
  direction: "decrease",
  definition: "Requests to erase a person’s data that are older than their deadline and not done.",
  needs: "Requests for erasure in the records.",
  pitfalls: "It counts what was asked of this state; requests that lie in a mailbox are not seen.",
  aliases: ["compliance: erasures", "right to be forgotten", "GDPR article 17"],
  from: "outside",
});
