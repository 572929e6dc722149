import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, numberWithin, type Watchable } from "../define-watchable.ts";

/** The share of units that come back. */
export const retention: Watchable<(day: number) => Measured<never>> = defineWatchable({
  name: "retention",
  family: "business",
  unit: "share",
  direction: "increase",
  definition: "Share of the units that are decided for again on this day after their first, or later.",
  formula: "units back on the day or later / units whose first decision is at least that long ago",
  needs: "Decisions of an entity over longer than that day.",
  pitfalls: "A unit counts as new on its first decision in the journal, however long it has been a customer.",
  aliases: ["day-7 retention", "stickiness", "return rate"],
  from: "journal",
  word: "retention(7)",
  measure: (day) => ({
    measure: "retention",
    day: numberWithin("retention", day, { what: "a number of days from 1", holds: (days) => days >= 1 }),
  }),
});
