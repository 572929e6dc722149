import type { Measured } from "../../watched/measure.ts";
import { amountsByAction, defineWatchable, type Watchable } from "../define-watchable.ts";

/** What actions spare, as declared. */
export const costSaved: Watchable<(perAction: Readonly<Record<string, number>>) => Measured<never>> = defineWatchable({
  name: "cost-saved",
  family: "business",
  unit: "money",
  direction: "increase",
  definition: "Cost that each action spares, as somebody has declared, over all decisions, brought to a year.",
  formula: "sum of the declared amounts × 365 / days",
  needs: "An amount for each action.",
  pitfalls: "Declared, not measured: saved hours are money only where they are spent on something else.",
  aliases: ["savings", "cost reduction"],
  from: "journal",
  word: "costSaved({ automate: 4.5 })",
  measure: (perAction) => ({
    measure: "total",
    of: { quantity: "declared", perAction: amountsByAction("costSaved", perAction) },
    per: "year",
  }),
});
