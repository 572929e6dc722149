import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** What acting has added. */
export const incrementalRevenue: Watchable<() => Measured<never>> = defineWatchable({
  name: "incremental-revenue",
  family: "business",
  unit: "money",
  direction: "increase",
  definition: "Money of the units that could be acted on beyond that of the holdback’s, brought to a year.",
  formula: "(mean of served units − mean of held-back units) × served units × 365 / days",
  needs: "A holdback: units never acted on, drawn by lot.",
  pitfalls:
    "A holdback of few units gives a wide interval. A before and after is none of it: only randomised arms count.",
  aliases: ["incrementality", "uplift", "lift in money", "incremental value"],
  from: "journal",
  word: "incrementalRevenue()",
  measure: () => ({ measure: "incremental", of: { quantity: "money" }, per: "year" }),
});
