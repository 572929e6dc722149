import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** The share of units that leave. */
export const churn: Watchable<<const Name extends string>(outcome: Name) => Measured<Name>> = defineWatchable({
  name: "churn",
  family: "business",
  unit: "share",
  direction: "decrease",
  definition: "Share of the units decided for whose leaving was reported.",
  formula: "units that left / units decided for",
  needs: "An outcome that says that a unit has left, such as a cancelled contract.",
  pitfalls: "Speaks of those decided for, not of all customers. Where nobody reports that they leave, watch retention.",
  aliases: ["attrition", "cancellation rate"],
  from: "journal",
  word: 'churn("cancelled")',
  measure: (outcome) => ({
    measure: "share",
    of: { quantity: "outcome", outcome: outcomeNamed("churn", outcome) },
    per: "unit",
  }),
});
