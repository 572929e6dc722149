import type { Measured } from "../../watched/measure.ts";
import { defineWatchable, outcomeNamed, type Watchable } from "../define-watchable.ts";

/** How content those are who were asked. */
export const satisfaction: Watchable<<const Name extends string>(outcome: Name) => Measured<Name>> = defineWatchable({
  name: "satisfaction",
  family: "business",
  unit: "declared",
  direction: "increase",
  definition: "Mean of the answers that came, in the unit of the declared outcome.",
  formula: "sum of the answers / answers",
  needs: "An outcome that is a number, such as stars from 1 to 5.",
  pitfalls: "Those who answer are not those who were decided for: the delighted and the angry answer.",
  aliases: ["CSAT", "NPS", "rating", "stars"],
  from: "journal",
  word: 'satisfaction("stars")',
  measure: (outcome) => ({
    measure: "mean",
    of: { quantity: "outcome", outcome: outcomeNamed("satisfaction", outcome) },
    per: "decision",
  }),
});
