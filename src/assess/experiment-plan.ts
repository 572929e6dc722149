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

/** How large an experiment has to be to show one gain: half of the entities in each arm, 80 % power, 5 % level. */
export interface ExperimentSize {
  /** Gain of one entity that is looked for. */
  readonly liftPerUnit: number | Insufficient;
  /** Entities, both arms together, and whole days until the last one has entered. */
  readonly units: number | Insufficient;
  readonly days: number | Insufficient;
}

/** An experiment that would prove the gain over the declared rule, and the one that would prove the gain over acting on nobody. */
export interface ExperimentOutlook extends ExperimentSize {
  /** New entities a day; null when nobody has said how many there are, or how many decisions. */
  readonly unitsPerDay: number | null;
  /** Decisions of one entity, as in the data. */
  readonly decisionsPerUnit: number;
  /** Standard deviation of one entity's money, as in the data. */
  readonly sdPerUnit: number | Insufficient;
  /** Against acting on nobody: a larger gain, which fewer entities show. It proves less: the rule may gain as much. */
  readonly overNothing: ExperimentSize;
  /** The smallest gain per decision over the rule that so many weeks would show. */
  readonly detectable: readonly { readonly weeks: number; readonly perDecision: number | Insufficient }[];
}

export interface OutlookCase {
  readonly objective: Objective;
  readonly stakes: Stakes;
  readonly changedByActing: boolean;
  readonly judged: Judged;
  /** Probability with which the model acts on each judged row. */
  readonly acts: Float64Array;
  /** Gain per decision over the rule, and over acting on nobody. */
  readonly gain: Estimated;
  readonly gainOverNothing: Estimated;
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
  const sdPerUnit = sdOf(work, work.acts);
  const sdOfNothing = sdOf(work, new Float64Array(judged.rows));
  const sized = (gain: Estimated, sd: Spread): ExperimentSize => {
    const liftPerUnit = liftOf(gain, decisionsPerUnit);
    const units = isInsufficient(liftPerUnit) ? liftPerUnit : unitsFor(liftPerUnit, sd);
    return { liftPerUnit, units, days: daysFor(units, unitsPerDay) };
  };
  return {
    unitsPerDay,
    decisionsPerUnit,
    sdPerUnit,
    ...sized(work.gain, sdPerUnit),
    overNothing: sized(work.gainOverNothing, bothOf(sdPerUnit, sdOfNothing)),
    detectable: WEEKS.map((weeks) => ({
      weeks,
      perDecision: detectableIn(weeks * 7, { unitsPerDay, decisionsPerUnit, sdPerUnit }),
    })),
  };
}

type Spread = number | { readonly treatment: number; readonly control: number } | Insufficient;

/** Nobody's money may not vary at all: then the model's varies alone. */
function bothOf(treatment: number | Insufficient, control: number | Insufficient): Spread {
  return isInsufficient(treatment) ? treatment : { treatment, control: isInsufficient(control) ? 0 : control };
}

/** The spread of what one entity comes to under these decisions, with the outcomes of the history. */
function sdOf({ objective, stakes, changedByActing, judged }: OutlookCase, acts: Float64Array): number | Insufficient {
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

function unitsFor(lift: number, sd: Spread): number | Insufficient {
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
