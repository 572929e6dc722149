import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { bivariateOf, type Moments, momentsOf, varianceOf } from "../../stats/index.ts";
import { type Enrolment, enrolmentOf } from "./enrolment.ts";

/** A decision of the past, and what it came to. */
export interface PastDecision {
  readonly unit: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly money: number;
}

/** What the past says about an experiment to come. */
export interface HistoryFacts {
  readonly days: number;
  readonly decisions: number;
  readonly units: number;
  readonly decisionsPerUnit: number;
  /** Money of each unit over the whole history. */
  readonly perUnit: Moments;
  /** Standard deviation of one unit's money over the whole history. */
  readonly sdPerUnit: number | Insufficient;
  readonly enrolment: Enrolment;
  /** What a unit's money before says of its money after: the part of the variance that CUPED takes away. */
  readonly cuped: CupedGain | Insufficient;
}

/** Of a pre-period as long as the experiment. Deng, Xu, Kohavi, Walker. WSDM 2013: the variance falls by the squared correlation. */
export interface CupedGain {
  readonly correlation: number;
  /** What is left of the variance: 1 − correlation². */
  readonly variance: number;
  /** Share of the later half's units that were seen in the earlier. */
  readonly known: number;
}

const DAY = 86_400_000;

/** Sums the past up. `to` is when it ends, milliseconds since 1970. */
export function historyFacts(past: readonly PastDecision[], to: number): HistoryFacts {
  const from = past.reduce((least, { at }) => Math.min(least, at), to);
  const middle = (from + to) / 2;
  const units = new Map<string, { first: number; money: number; before: number; after: number; late: boolean }>();
  for (const { unit, at, money } of past) {
    const sum = units.get(unit) ?? { first: at, money: 0, before: 0, after: 0, late: false };
    units.set(unit, sum);
    sum.first = Math.min(sum.first, at);
    sum.money += money;
    if (at < middle) sum.before += money;
    else {
      sum.after += money;
      sum.late = true;
    }
  }
  const all = [...units.values()];
  const perUnit = momentsOf(all.map(({ money }) => money));
  return {
    days: (to - from) / DAY,
    decisions: past.length,
    units: units.size,
    decisionsPerUnit: past.length / Math.max(1, units.size),
    perUnit,
    sdPerUnit: deviationOf(perUnit),
    enrolment: enrolmentOf(
      all.map(({ first }) => first),
      { from, to },
    ),
    cuped: cupedGain(all.filter(({ late }) => late).map((one) => ({ ...one, known: one.first < middle }))),
  };
}

function deviationOf(moments: Moments): number | Insufficient {
  const variance = varianceOf(moments);
  if (isInsufficient(variance)) return variance;
  return variance > 0 ? Math.sqrt(variance) : insufficient("zero-variance");
}

/** Fewer units say nothing certain of a correlation. */
const LEAST = 30;

/** Units of the later half, who would be in the experiment; nothing is known of who comes for the first time. */
function cupedGain(
  late: readonly { readonly before: number; readonly after: number; readonly known: boolean }[],
): CupedGain | Insufficient {
  const known = late.filter((one) => one.known).length;
  if (known < LEAST) return insufficient("no-pre-period", { need: LEAST, have: known });
  const { m2X, m2Y, comoment } = bivariateOf(
    late.map(({ before }) => before),
    late.map(({ after }) => after),
  );
  if (!(m2X > 0 && m2Y > 0)) return insufficient("zero-variance");
  const correlation = comoment / Math.sqrt(m2X * m2Y);
  return { correlation, variance: 1 - correlation ** 2, known: known / late.length };
}
