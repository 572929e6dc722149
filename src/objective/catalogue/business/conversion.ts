import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** The share of units that reach an outcome. */
export const conversion: Watchable<<const Name extends string>(outcome: Name) => Measured<Name>> = defineWatchable({
  name: "conversion",
  family: "business",
  unit: "share",
  direction: "increase",
  definition: "Share of the units (customers, visitors) decided for in whom the outcome happened at least once.",
  formula: "units with the outcome / units decided for",
  needs: "The outcome, reported by decision.",
  pitfalls:
    "It depends on who is decided for: a campaign for the curious lowers it and may earn more. Compare it between randomised arms.",
  aliases: ["conversion rate", "sign-up rate"],
  from: "journal",
  word: 'conversion("bought")',
  measure: (outcome) => ({
    measure: "share",
    of: { quantity: "outcome", outcome: outcomeNamed("conversion", outcome) },
    per: "unit",
  }),
});
