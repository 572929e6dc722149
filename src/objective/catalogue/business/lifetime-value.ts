import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, numberWithin, type Watchable } from "../define-watchable.ts";

/** What a unit is worth while it stays. */
export const lifetimeValue: Watchable<
  (assumed: { readonly months: number; readonly kept: number }) => Measured<never>
> = defineWatchable({
  name: "lifetime-value",
  family: "business",
  unit: "money",
  direction: "increase",
  definition: "Money of a unit in 30 days, times the months that it is assumed to stay.",
  formula: "money a unit and month × (1 − kept^months) / (1 − kept)",
  needs: "Money by decision, and how many stay each month: an assumption that the file declares.",
  pitfalls: "The assumption decides the number. Nothing is discounted, and every unit is taken to stay alike.",
  aliases: ["LTV", "CLV", "customer lifetime value"],
  from: "journal",
  word: "lifetimeValue({ months: 24, kept: 0.95 })",
  measure: ({ months, kept }) => ({
    measure: "lifetime",
    months: numberWithin("lifetimeValue", months, { what: "a number of `months` from 1", holds: (n) => n >= 1 }),
    kept: numberWithin("lifetimeValue", kept, {
      what: "a share `kept` each month, from 0 to 1",
      holds: (n) => n >= 0 && n <= 1,
    }),
  }),
});
