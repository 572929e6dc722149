import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** Cost by new customer. */
export const acquisitionCost: Watchable<<const Name extends string>(outcome: Name) => Measured<Name>> = defineWatchable(
  {
    name: "acquisition-cost",
    family: "business",
    unit: "money",
    direction: "decrease",
    definition: "What the actions cost for each outcome that was reached: of one new customer, for instance.",
    formula: "cost of the actions / outcomes",
    needs: "`cost` in the objective, and the outcome reported by decision.",
    pitfalls: "Customers who would have come anyway count as acquired; only an experiment takes them off.",
    aliases: ["CAC", "cost per acquisition", "CPA", "cost per order"],
    from: "journal",
    word: 'acquisitionCost("joined")',
    measure: (outcome) => ({
      measure: "ratio",
      of: { quantity: "cost" },
      over: { quantity: "outcome", outcome: outcomeNamed("acquisitionCost", outcome) },
    }),
  },
);
