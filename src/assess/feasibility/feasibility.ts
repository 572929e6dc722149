import { dataNeeds } from "./data-needs.ts";
import type { FeasibilityCase } from "./feasibility-case.ts";
import { learningNeeds } from "./learning-needs.ts";
import { moneyNeeds } from "./money-needs.ts";
import type { Need } from "./need.ts";
import { servingNeeds } from "./serving-needs.ts";

/** Everything that is required of a system against what was found before anything is built: met, a gap, or not known. */
export function feasibilityOf(all: FeasibilityCase): readonly Need[] {
  return [...dataNeeds(all), ...learningNeeds(all), ...servingNeeds(all), ...moneyNeeds(all)];
}

/** The requirements that are not met. */
export function gapsIn(needs: readonly Need[]): readonly Need[] {
  return needs.filter(({ status }) => status === "gap");
}
