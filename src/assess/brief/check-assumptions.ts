import type { Assumption } from "../../objective/index.ts";
import { type AssumptionCase, type CheckedAssumption, type Found, held, open, refuted } from "./checked-assumption.ts";
import { checkComplete } from "./completeness.ts";
import { checkOutcome, checkRows } from "./counts.ts";
import { checkFresh, checkSteady } from "./timing.ts";
import { checkUnique } from "./uniqueness.ts";

/**
 * Holds every assumption of a brief against the rows of its system, in their order. What only an experiment or a person can
 * tell stands open until it is told.
 */
export function checkAssumptions(
  assumptions: readonly Assumption[],
  all: AssumptionCase,
): readonly CheckedAssumption[] {
  return assumptions.map(({ statement, by, check }) => ({
    statement,
    ...(by === undefined ? {} : { by }),
    check: check.check,
    ...foundOf(check, all),
  }));
}

function foundOf(check: Assumption["check"], all: AssumptionCase): Found {
  switch (check.check) {
    case "complete":
      return checkComplete(check, all);
    case "rows":
      return checkRows(check, all);
    case "outcome":
      return checkOutcome(check, all);
    case "unique":
      return checkUnique(check, all);
    case "fresh":
      return checkFresh(check, all);
    case "steady":
      return checkSteady(check, all);
    case "experiment":
      return open("Only a randomised experiment tells.");
    case "ask":
      return answered(check);
  }
}

function answered({ who, answer }: { readonly who: string; readonly answer?: "yes" | "no" }): Found {
  if (answer === undefined) return open(`The data cannot tell. Ask ${who}.`);
  return answer === "yes" ? held(`${who} said yes.`) : refuted(`${who} said no.`);
}
