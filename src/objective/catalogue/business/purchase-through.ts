import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** Purchases by clicks. */
export const purchaseThrough: Watchable<
  <const A extends string, const B extends string>(bought: A, clicked: B) => Measured<A | B>
> = defineWatchable({
  name: "purchase-through",
  family: "business",
  unit: "share",
  direction: "increase",
  definition: "Purchases for each click: of those who went to look, how many bought.",
  formula: "purchases / clicks",
  needs: "Two outcomes reported by decision: the click and the purchase.",
  pitfalls:
    "A headline that promises less wins fewer clicks and a higher purchase-through. Watch conversion beside it.",
  aliases: ["PTR", "click-to-purchase", "cart conversion"],
  from: "journal",
  word: 'purchaseThrough("bought", "clicked")',
  measure: (bought, clicked) => ({
    measure: "ratio",
    of: { quantity: "outcome", outcome: outcomeNamed("purchaseThrough", bought) },
    over: { quantity: "outcome", outcome: outcomeNamed("purchaseThrough", clicked) },
  }),
});
