import type { Measured, Span } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** Decisions in a time. */
export const throughput: Watchable<(per?: Span) => Measured<never>> = defineWatchable({
  name: "throughput",
  family: "system",
  unit: "per second",
  direction: "increase",
  definition: "Decisions made in a second, on average over the whole days of the period.",
  formula: "decisions / seconds",
  needs: "Decisions in the journal.",
  pitfalls: "It says how much was asked, not how much could be: load tests say that.",
  aliases: ["requests per second", "RPS", "QPS", "volume"],
  from: "journal",
  word: "throughput()",
  measure: (per = "second") => ({ measure: "total", of: { quantity: "decisions" }, per }),
});
