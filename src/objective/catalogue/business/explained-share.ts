import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** The share of decisions with reasons. */
export const explainedShare: Watchable<() => Measured<never>> = defineWatchable({
  name: "explained-share",
  family: "business",
  unit: "share",
  direction: "increase",
  definition: "Share of the decisions whose receipt gives the reasons that decided.",
  formula: "receipts with reasons / receipts",
  needs: "Receipts in the journal.",
  pitfalls: "A reason code is the start of an explanation: `alidade decisions explain` gives the whole.",
  aliases: ["explanation coverage", "compliance: decisions explained"],
  from: "journal",
  word: "explainedShare()",
  measure: () => ({ measure: "share", of: { quantity: "explained" }, per: "decision" }),
});
