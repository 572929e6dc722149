import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, numberWithin, type Watchable } from "../define-watchable.ts";

/** What a thousand decisions cost to serve. */
export const costPerThousand: Watchable<(declared: { readonly perMonth: number }) => Measured<never>> = defineWatchable(
  {
    name: "cost-per-thousand",
    family: "system",
    unit: "money",
    direction: "decrease",
    definition: "A declared cost of running a month, for each thousand decisions.",
    formula: "1000 × cost a month / decisions a month",
    needs: "What running costs a month, as declared.",
    pitfalls: "It falls as more is asked, without anything having become cheaper.",
    aliases: ["cost per 1,000 decisions", "unit cost", "cost per prediction"],
    from: "journal",
    word: "costPerThousand({ perMonth: 300 })",
    measure: ({ perMonth }) => ({
      measure: "running-cost",
      perMonth: numberWithin("costPerThousand", perMonth, {
        what: "a cost `perMonth` of 0 or more",
        holds: (cost) => cost >= 0,
      }),
    }),
  },
);
