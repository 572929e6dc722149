import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** The share of decisions that were clicked. */
export const ctr: Watchable<<const Name extends string>(outcome: Name) => Measured<Name>> = defineWatchable({
  name: "ctr",
  family: "business",
  unit: "share",
  direction: "increase",
  definition: "Share of the decisions (lists shown, offers made) in which the click happened.",
  formula: "decisions with a click / decisions",
  needs: "The click, reported by decision.",
  pitfalls:
    "Clicks are no goal: clickbait raises them. Of a ranking it is the share of lists with a click, whatever their length.",
  aliases: ["click-through rate", "clickthrough"],
  from: "journal",
  word: 'ctr("clicked")',
  measure: (outcome) => ({
    measure: "share",
    of: { quantity: "outcome", outcome: outcomeNamed("ctr", outcome) },
    per: "decision",
  }),
});
