import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** Return on what the actions cost. */
export const roi: Watchable<() => Measured<never>> = defineWatchable({
  name: "roi",
  family: "business",
  unit: "share",
  direction: "increase",
  definition: "Money that the decisions brought net of cost, for each unit of money that their actions cost.",
  formula: "(income − cost) / cost",
  needs: "The priced outcome, and `cost` in the objective.",
  pitfalls: "The cost of building and running is not in it, and what would have come anyway is.",
  aliases: ["return on investment", "ROAS", "return on spend"],
  from: "journal",
  word: "roi()",
  measure: () => ({ measure: "ratio", of: { quantity: "money" }, over: { quantity: "cost" } }),
});
