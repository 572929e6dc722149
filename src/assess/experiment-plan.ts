import type { Judged } from "../evaluate/index.ts";
import { type Insufficient, insufficient, isInsufficient } from "../kernel/index.ts";
import { type Objective, realisedMoney, type Stakes } from "../objective/index.ts";
import {
  clusterTotals,
  detectableDifference,
  type Estimated,
  momentsOf,
  sampleSize,
  varianceOf,
} from "../stats/index.ts";

/** An experiment that would prove the gain: model against declared rule, half of the entities each, 80 % power, 5 % level. */
export interface ExperimentOutlook {
  /** New entities a day; null when nobody has said how many there are, or how many decisions. */
  readonly unitsPerDay: number | null;
  /** Decisions of one entity, as in the data. */
  readonly decisionsPerUnit: number;
  /** Standard deviation of one entity's money, as in the data. */
  readonly sdPerUnit: number | Insufficient;
  /** Gain of one entity over the rule that is looked for. */
  readonly liftPerUnit: number | Insufficient;
  /** Entities, both arms together, and whole days until the last one has entered. */
  readonly units: number | Insufficient;
  readonly days: number | Insufficient;
  /** The smallest gain per decision that so many weeks would show. */
  readonly detectable: readonly { readonly weeks: number; readonly perDecision: number | Insufficient }[];
}

export interface OutlookCase {
  readonly objective: Objective;
  readonly stakes: Stakes;
  readonly changedByActing: boolean;
  readonly judged: Judged;
  /** Probability with which the model acts on each judged row. */
  readonly acts: Float64Array;
  /** Gain per decision over the rule. */
  readonly gain: Estimated;
  /** Null where nobody has said. */
  readonly decisionsPerDay: number | null;
  /** New entities a day, when somebody has said so. Null: from the decisions. */
  readonly unitsPerDay: number | null;
}

const WEEKS: readonly number[] = [2, 4, 8];

/** Plans the experiment. Entities are taken to bring as many decisions each as they do in the data. */
export function experimentOutlook(work: OutlookCase): ExperimentOutlook {
  const { judged, decisionsPerDay } = work;
  const entities = new Set(judged.entity).size;
  const decisionsPerUnit = judged.rows / Math.max(1, entities);
  const unitsPerDay = work.unitsPerDay ?? (decisionsPerDay === null ? null : decisionsPerDay / decisionsPerUnit);
  const sdPerUnit = sdOf(work);
  const liftPerUnit = liftOf(work.gain, decisionsPerUnit);
  const units = isInsufficient(liftPerUnit) ? liftPerUnit : unitsFor(liftPerUnit, sdPerUnit);
  return {
    unitsPerDay,
    decisionsPerUnit,
    sdPerUnit,
    liftPerUnit,
    units,
    days: daysFor(units, unitsPerDay),
    detectable: WEEKS.map((weeks) => ({
      weeks,
      perDecision: detectableIn(weeks * 7, { unitsPerDay, decisionsPerUnit, sdPerUnit }),
    })),
  };
}

/** The spread of what one entity comes to under the model's decisions, with the outcomes of the history. */
function sdOf({ objective, stakes, changedByActing, judged, acts }: OutlookCase): number | Insufficient {
  const realised = realisedMoney(objective, changedByActing);
  const sums = judged.truth.map((truth, row) => {
    const share = acts[row] as number;
    return share * realised(stakes.act, truth === 1) + (1 - share) * realised(stakes.otherwise, truth === 1);
  });
  const perUnit = momentsOf(clusterTotals({ sums, clusters: judged.entity }).sums);
  const variance = varianceOf(perUnit);
  if (isInsufficient(variance)) return variance;
  return variance > 0 ? Math.sqrt(variance) : insufficient("zero-variance");
}

function liftOf(gain: Estimated, decisionsPerUnit: number): number | Insufficient {
  if (isInsufficient(gain)) return gain;
  return gain.value > 0 ? gain.value * decisionsPerUnit : insufficient("no-gain-to-find");
}

function unitsFor(lift: number, sd: number | Insufficient): number | Insufficient {
  if (isInsufficient(sd)) return sd;
  const size = sampleSize(lift, { sd });
  return isInsufficient(size) ? size : size.total;
}

function daysFor(units: number | Insufficient, unitsPerDay: number | null): number | Insufficient {
  if (unitsPerDay === null || !(unitsPerDay > 0)) return insufficient("traffic-not-stated");
  return isInsufficient(units) ? units : Math.ceil(units / unitsPerDay);
}

interface Traffic {
  readonly unitsPerDay: number | null;
  readonly decisionsPerUnit: number;
  readonly sdPerUnit: number | Insufficient;
}

function detectableIn(days: number, { unitsPerDay, decisionsPerUnit, sdPerUnit }: Traffic): number | Insufficient {
  if (unitsPerDay === null || !(unitsPerDay > 0)) return insufficient("traffic-not-stated");
  if (isInsufficient(sdPerUnit)) return sdPerUnit;
  const lift = detectableDifference(days * unitsPerDay, { sd: sdPerUnit });
  return isInsufficient(lift) ? lift : lift / decisionsPerUnit;
}
