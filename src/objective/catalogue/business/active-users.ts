import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, numberWithin, type Watchable } from "../define-watchable.ts";

/** How many units there are. */
export const activeUsers: Watchable<(days: number) => Measured<never>> = defineWatchable({
  name: "active-users",
  family: "business",
  unit: "count",
  direction: "increase",
  definition: "Units that were decided for in the last so many days.",
  needs: "Decisions with an entity.",
  pitfalls: "A unit that nobody asked about is not seen, however active it is elsewhere.",
  aliases: ["DAU", "MAU", "WAU", "monthly active users", "daily active users"],
  from: "journal",
  word: "activeUsers(30)",
  measure: (days) => ({
    measure: "active",
    days: numberWithin("activeUsers", days, {
      what: "a whole number of days from 1",
      holds: (n) => n >= 1 && Number.isInteger(n),
    }),
  }),
});
