import type { Judged } from "../evaluate/index.ts";
import { type Objective, realisedMoney, type Stakes } from "../objective/index.ts";
import type { Estimated } from "../stats/index.ts";
import { type ExperimentOutlook, experimentFor } from "./experiment-plan.ts";

/** Decisions to act or not, and what the model gains by them. */
export interface ActOutlookCase {
  readonly objective: Objective;
  readonly stakes: Stakes;
  readonly changedByActing: boolean;
  readonly judged: Judged;
  /** Probability with which the model acts on each judged row. */
  readonly acts: Float64Array;
  /** Gain per decision over the rule, and over acting on nobody. */
  readonly gain: Estimated;
  readonly gainOverNothing: Estimated;
  readonly decisionsPerDay: number | null;
  readonly unitsPerDay: number | null;
}

/** Plans the experiment of a system that acts or not. */
export function experimentOutlook({ gainOverNothing, ...work }: ActOutlookCase): ExperimentOutlook {
  const { overOther, ...basics } = experimentFor({
    ...work,
    mine: realisedBy(work, work.acts),
    theirs: realisedBy(work, new Float64Array(work.judged.rows)),
    entity: work.judged.entity,
    gainOverOther: gainOverNothing,
  });
  return { ...basics, overNothing: overOther };
}

/** What every decision comes to when so many of its kind are acted on. */
function realisedBy(
  { objective, stakes, changedByActing, judged }: Omit<ActOutlookCase, "gainOverNothing">,
  acts: Float64Array,
): Float64Array {
  const realised = realisedMoney(objective, changedByActing);
  return judged.truth.map((truth, row) => {
    const share = acts[row] as number;
    return share * realised(stakes.act, truth === 1) + (1 - share) * realised(stakes.otherwise, truth === 1);
  });
}
