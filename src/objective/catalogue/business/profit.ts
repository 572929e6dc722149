import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** Money, less what the actions cost. */
export const profit: Watchable<() => Measured<never>> = defineWatchable({
  name: "profit",
  family: "business",
  unit: "money",
  direction: "increase",
  definition: "Money that the decisions brought, less what their actions cost, brought to a year.",
  formula: "sum of the decisions’ money × 365 / days",
  needs: "The priced outcome; whole days whose outcomes are all known.",
  pitfalls:
    "What would have come without acting is in it. Where acting changes the outcome it cannot be told without a holdback: watch incremental revenue.",
  aliases: ["net income", "money earned", "money saved", "net value", "margin"],
  from: "journal",
  word: "profit()",
  measure: () => ({ measure: "total", of: { quantity: "money" }, per: "year" }),
});
