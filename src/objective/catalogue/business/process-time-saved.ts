import type { Measured } from "../../watched/measure.ts";
import { amountsByAction, defineWatchable, type Watchable } from "../define-watchable.ts";

/** Work that actions spare, as declared. */
export const processTimeSaved: Watchable<(minutesPerAction: Readonly<Record<string, number>>) => Measured<never>> =
  defineWatchable({
    name: "process-time-saved",
    family: "business",
    unit: "declared",
    direction: "increase",
    definition:
      "Minutes that each action spares, as somebody has declared, over all decisions, brought to a month of 30 days.",
    formula: "sum of the declared minutes × 30 / days",
    needs: "Minutes for each action.",
    pitfalls: "Declared, not measured: time a few cases with a watch before and after.",
    aliases: ["time saved", "hours saved", "handling time"],
    from: "journal",
    word: "processTimeSaved({ automate: 6 })",
    measure: (perAction) => ({
      measure: "total",
      of: { quantity: "declared", perAction: amountsByAction("processTimeSaved", perAction) },
      per: "month",
    }),
  });
