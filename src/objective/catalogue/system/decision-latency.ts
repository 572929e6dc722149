import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, numberWithin, type Watchable } from "../define-watchable.ts";

/** How long the slow decisions take. */
export const decisionLatency: Watchable<(q?: number) => Measured<never>> = defineWatchable({
  name: "decision-latency",
  family: "system",
  unit: "milliseconds",
  direction: "decrease",
  definition: "Milliseconds that a share of the decisions stays below: p50, p95, p99.",
  needs: "Decisions in the journal: each knows what it took.",
  pitfalls:
    "The time within the system: the network and the caller’s own wait come on top. A mean hides the slow ones.",
  aliases: ["p50", "p95", "p99", "response time"],
  from: "journal",
  word: "decisionLatency(0.99)",
  measure: (q = 0.99) => ({
    measure: "quantile",
    of: { quantity: "latency" },
    q: numberWithin("decisionLatency", q, {
      what: "a share between 0 and 1, such as 0.99",
      holds: (share) => share > 0 && share < 1,
    }),
  }),
});
