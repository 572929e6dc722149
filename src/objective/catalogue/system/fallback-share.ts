import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** Decisions that something else answered. */
export const fallbackShare: Watchable<() => Measured<never>> = defineWatchable({
  name: "fallback-share",
  family: "system",
  unit: "share",
  direction: "decrease",
  definition: "Share of the decisions that a fallback answered: an earlier version, the rule or the default.",
  formula: "decisions by a fallback / decisions",
  needs: "Decisions in the journal.",
  pitfalls: "A low share can hide that one slice always falls back.",
  aliases: ["degraded answers", "fallback rate"],
  from: "journal",
  word: "fallbackShare()",
  measure: () => ({ measure: "share", of: { quantity: "fallback" }, per: "decision" }),
});
