import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** Decisions that a model should have answered and did not. */
export const failedShare: Watchable<() => Measured<never>> = defineWatchable({
  name: "failed-share",
  family: "system",
  unit: "share",
  direction: "decrease",
  definition:
    "Share of the decisions that a model should have answered and did not, because it failed, was late or was missing.",
  formula: "failed decisions / decisions",
  needs: "Decisions in the journal.",
  pitfalls: "A caller still got an answer; what never reached the system is not counted.",
  aliases: ["errors", "error rate of the service", "model failures"],
  from: "journal",
  word: "failedShare()",
  measure: () => ({ measure: "share", of: { quantity: "failed" }, per: "decision" }),
});
