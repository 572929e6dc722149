import type { Among, Measured } from "../../watched/measure.ts";
import { defineWatchable, type Watchable } from "../define-watchable.ts";

/** How often the decision was wrong. */
export const errorRate: Watchable<(among?: Among) => Measured<never>> = defineWatchable({
  name: "error-rate",
  family: "business",
  unit: "share",
  direction: "decrease",
  definition:
    "Share of the decisions that turned out wrong, among those whose truth is known; among the high-risk cases where a field names them.",
  formula: "wrong decisions / decisions whose truth is known",
  needs: "The outcome, reported by decision; for high-risk cases a field of the contract that tells them.",
  pitfalls:
    "All errors weigh alike: money does not. Where acting changes the outcome only what was not acted on is judged. A quiet rare class hides in it.",
  aliases: ["high-risk error rate", "misclassification", "wrong decisions"],
  from: "journal",
  word: 'errorRate({ field: "ward", is: "intensive" })',
  measure: (among) => ({
    measure: "ratio",
    of: { quantity: "wrong", ...(among === undefined ? {} : { among }) },
    over: { quantity: "judged", ...(among === undefined ? {} : { among }) },
  }),
});
