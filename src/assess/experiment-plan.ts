import { type Insufficient, insufficient, isInsufficient } from "../kernel/index.ts";
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

/** An experiment that would prove one gain, and what it was planned with. */
export interface ExperimentBasics extends ExperimentSize {
  /** New entities a day; null when nobody has said how many there are, or how many decisions. */
  readonly unitsPerDay: number | null;
  /** Decisions of one entity, as in the data. */
  readonly decisionsPerUnit: number;
  /** Standard deviation of one entity's money, as in the data. */
  readonly sdPerUnit: number | Insufficient;
  /** The smallest gain per decision that so many weeks would show. */
  readonly detectable: readonly { readonly weeks: number; readonly perDecision: number | Insufficient }[];
}

/** The experiment against the declared rule, and the one against acting on nobody. */
export interface ExperimentOutlook extends ExperimentBasics {
  /** Against acting on nobody: a larger gain, which fewer entities show. It proves less: the rule may gain as much. */
  readonly overNothing: ExperimentSize;
}

/** What a gain has to be shown against, and with which entities. */
export interface OutlookCase {
  /** Money of every judged decision as the model decides, and as the other one does, with the outcomes of the history. */
  readonly mine: Float64Array;
  readonly theirs: Float64Array;
  /** Of every judged decision. */
  readonly entity: Int32Array;
  /** Gain per decision over the rule, and over the other one. */
  readonly gain: Estimated;
  readonly gainOverOther: Estimated;
  /** Null where nobody has said. */
  readonly decisionsPerDay: number | null;
  /** New entities a day, when somebody has said so. Null: from the decisions. */
  readonly unitsPerDay: number | null;
}

const WEEKS: readonly number[] = [2, 4, 8];

/**
 * Plans the experiment against the rule, and sizes the one against the other. Entities are taken to bring as many decisions
 * each as they do in the data.
 */
export function experimentFor(work: OutlookCase): ExperimentBasics & { readonly overOther: ExperimentSize } {
  const { entity, decisionsPerDay } = work;
  const decisionsPerUnit = entity.length / Math.max(1, new Set(entity).size);
  const unitsPerDay = work.unitsPerDay ?? (decisionsPerDay === null ? null : decisionsPerDay / decisionsPerUnit);
  const [sdPerUnit, sdOfOther] = [sdOf(work.mine, entity), sdOf(work.theirs, entity)];
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
    overOther: sized(work.gainOverOther, bothOf(sdPerUnit, sdOfOther)),
    detectable: WEEKS.map((weeks) => ({
      weeks,
      perDecision: detectableIn(weeks * 7, { unitsPerDay, decisionsPerUnit, sdPerUnit }),
    })),
  };
}

type Spread = number | { readonly treatment: number; readonly control: number } | Insufficient;

/** The other's money may not vary at all: then the model's varies alone. */
function bothOf(treatment: number | Insufficient, control: number | Insufficient): Spread {
  return isInsufficient(treatment) ? treatment : { treatment, control: isInsufficient(control) ? 0 : control };
}

/** The spread of what one entity comes to. */
function sdOf(sums: Float64Array, clusters: Int32Array): number | Insufficient {
  const variance = varianceOf(momentsOf(clusterTotals({ sums, clusters }).sums));
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
