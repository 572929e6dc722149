import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** Outcomes by actions. */
export const takeRate: Watchable<<const Name extends string>(outcome: Name, action?: string) => Measured<Name>> =
  defineWatchable({
    name: "take-rate",
    family: "business",
    unit: "share",
    direction: "increase",
    definition: "What was accepted of what was offered: outcomes for each decision that acted.",
    formula: "outcomes / decisions that acted",
    needs: "The outcome, reported by decision; a system that acts or not.",
    pitfalls:
      "Outcomes of decisions that did not act count above the line, too. Where they can happen without an offer, only an experiment tells what the offer did.",
    aliases: ["acceptance rate", "uptake"],
    from: "journal",
    word: 'takeRate("accepted")',
    measure: (outcome, action) => ({
      measure: "ratio",
      of: { quantity: "outcome", outcome: outcomeNamed("takeRate", outcome) },
      over: { quantity: "acted", ...(action === undefined ? {} : { action }) },
    }),
  });
