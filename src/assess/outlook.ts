import type { Table } from "../data/index.ts";
import type { Interval } from "../report/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { AssessmentCore } from "./assessment.ts";
import type { AssessDeps } from "./deps.ts";
import { feasibilityOf } from "./feasibility/feasibility.ts";
import type { FeasibilityCase } from "./feasibility/feasibility-case.ts";
import { type Fitted, footprintOf } from "./feasibility/footprint.ts";
import { type Costs, valuePath } from "./value/value-path.ts";

/** What is known once everything was looked at. */
export interface OutlookCase
  extends Pick<FeasibilityCase, "rows" | "examples" | "assumptions" | "learns" | "yearly" | "days"> {
  readonly system: SystemDefinition;
  /** What a model would look at, or what was read where nothing can be learned. */
  readonly features: Table;
  /** Null where nothing was fitted. */
  readonly fitted: Fitted | null;
  /** A year's gain over the rule with all that makes it uncertain; null where it is not known. */
  readonly year: Interval | null;
}

/** What it takes, whether it can be done, and when the money comes in. */
export function outlookOf(
  { fitted, features, year, ...known }: OutlookCase,
  deps: AssessDeps,
): Pick<AssessmentCore, "footprint" | "needs" | "path"> {
  const footprint = footprintOf(features, fitted, deps.stopwatch);
  const { costPerYear, buildCost, buildMonths, machine, now } = deps;
  const said = { perYear: costPerYear ?? null, build: buildCost ?? null };
  const here = { ...(machine === undefined ? {} : { machine }), ...(now === undefined ? {} : { now }) };
  return {
    footprint,
    needs: feasibilityOf({ ...known, ...here, footprint, costs: said }),
    path:
      year === null || !known.system.objective.stated
        ? null
        : valuePath({
            year,
            costs: costsOf(said, known.system),
            buildMonths: buildMonths ?? null,
            trialDays: known.days,
          }),
  };
}

/** As said; where nobody said anything, the whole budget; where there is none, not known. */
function costsOf(said: Omit<Costs, "from">, { objective }: SystemDefinition): Costs {
  if (said.build !== null || said.perYear !== null) return { ...said, from: "said" };
  const budget = objective.stated ? objective.requirements?.budget : undefined;
  if (budget === undefined) return { ...said, from: "nobody" };
  return { build: budget.build ?? null, perYear: budget.perYear ?? null, from: "budget" };
}
