import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** An amount of time by unit. */
export const timeSpent: Watchable<<const Name extends string>(outcome: Name) => Measured<Name>> = defineWatchable({
  name: "time-spent",
  family: "business",
  unit: "declared",
  direction: "increase",
  definition:
    "Time that a unit spent, on average, in the unit of the declared outcome; who was not reported spent none.",
  formula: "sum of the outcome / units decided for",
  needs: "An outcome that is a number, such as minutes read.",
  pitfalls: "More time is worse where people came to get something done.",
  aliases: ["dwell time", "session length", "watch time", "engagement time"],
  from: "journal",
  word: 'timeSpent("minutes")',
  measure: (outcome) => ({
    measure: "mean",
    of: { quantity: "outcome", outcome: outcomeNamed("timeSpent", outcome) },
    per: "unit",
  }),
});
