import { countUpTo, type Insufficient, insufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimate, normalQuantile } from "../../stats/index.ts";
import { type TimeToReport, timeToReport } from "./time-to-report.ts";

export interface LabelsSoFarCase {
  /** When each decision was made, milliseconds since 1970. */
  readonly decidedAt: Float64Array;
  /** When a yes became known; NaN where none has. */
  readonly yesKnownAt: Float64Array;
  /** When a no was reported, where a no is reported at all; NaN elsewhere. */
  readonly noKnownAt?: Float64Array;
  /** Length of the window and of the delay after it, milliseconds: silence after both is a no. */
  readonly within: number;
  readonly delay?: number;
  /** As of when. */
  readonly now: number;
  /** Of the interval. Default 0.95. */
  readonly level?: number;
}

/** Decisions of one age. */
export interface AgeGroup {
  /** From so many milliseconds old, to so many; the last group has no end. */
  readonly from: number;
  readonly to: number;
  readonly decisions: number;
  /** Of which it is known what became of them: reported, or silent until the end. */
  readonly known: number;
  readonly yes: number;
  /** Yes among the decisions so far. Of young ones it is too low … */
  readonly yesSoFar: number;
  /** … and yes among those known too high: a yes is known early, silence only at the end. */
  readonly yesAmongKnown: number;
  /** What it comes to, by how long reports take. */
  readonly yesExpected: number | Insufficient;
}

/** What is known of outcomes by now, and what is still to come. */
export interface LabelsSoFar {
  readonly decisions: number;
  readonly known: number;
  readonly yes: number;
  /** From the youngest to the oldest, and the settled ones; groups without a decision are left out. */
  readonly ages: readonly AgeGroup[];
  readonly reports: TimeToReport;
  /** Share of yes in the end, of decisions like these. */
  readonly finalShare: Estimate | Insufficient;
  /** Yeses that are still to come for these decisions. */
  readonly toCome: Estimate | Insufficient;
}

/**
 * Looks at decisions and what was reported of them by now. A young decision without a report is not a no: how long reports
 * take is estimated from all decisions, each as long as it was watched, and says what is to come of each age. It assumes
 * that young decisions are like older ones. Insufficient (`too-young`) while no decision has been watched to the end.
 */
export function labelsSoFar(asked: LabelsSoFarCase): LabelsSoFar {
  const seen = madeByNow(asked);
  const { yesKnownAt, noKnownAt, level = DEFAULT_LEVEL } = seen;
  const rows = agesOf(seen);
  const watched = rows.age.map((age) => Math.min(age, rows.end));
  const reports = timeToReport(delays(yesKnownAt, seen), watched);
  const noes = noKnownAt === undefined ? undefined : timeToReport(delays(noKnownAt, seen), watched);
  const forecast: Forecast = { reports, noes, end: rows.end };
  const oldest = watched.reduce((most, age) => Math.max(most, age), 0);
  const young = oldest < rows.end ? insufficient("too-young", { need: rows.end, have: oldest }) : undefined;
  return {
    decisions: rows.age.length,
    known: rows.known.reduce((sum, one) => sum + one, 0),
    yes: rows.yes.reduce((sum, one) => sum + one, 0),
    ages: ageGroups(rows, young === undefined ? forecast : undefined),
    reports,
    finalShare: young ?? finalShare(reports, level),
    toCome: young ?? toCome(rows, forecast, level),
  };
}

/** Decisions of the future are not seen. */
function madeByNow(asked: LabelsSoFarCase): LabelsSoFarCase {
  const made = (_: number, row: number): boolean => (asked.decidedAt[row] as number) <= asked.now;
  const { decidedAt, yesKnownAt, noKnownAt } = asked;
  return {
    ...asked,
    decidedAt: decidedAt.filter(made),
    yesKnownAt: yesKnownAt.filter(made),
    ...(noKnownAt === undefined ? {} : { noKnownAt: noKnownAt.filter(made) }),
  };
}

interface Rows {
  readonly age: Float64Array;
  readonly known: Uint8Array;
  readonly yes: Uint8Array;
  /** The age at which silence is a no. */
  readonly end: number;
}

/** Reports that were not known by now are not seen. */
function agesOf({ decidedAt, yesKnownAt, noKnownAt, within, delay = 0, now }: LabelsSoFarCase): Rows {
  const age = decidedAt.map((at) => now - at);
  const end = within + delay;
  const yes = Uint8Array.from(yesKnownAt, (at) => (at <= now ? 1 : 0));
  const isNo = (row: number): boolean => (noKnownAt?.[row] ?? Number.NaN) <= now;
  const known = Uint8Array.from(age, (old, row) => (yes[row] === 1 || isNo(row) || old > end ? 1 : 0));
  return { age, known, yes, end };
}

function delays(knownAt: Float64Array, { decidedAt, now }: LabelsSoFarCase): Float64Array {
  return knownAt.map((at, row) => (at <= now ? at - (decidedAt[row] as number) : Number.NaN));
}

interface Forecast {
  readonly reports: TimeToReport;
  readonly noes: TimeToReport | undefined;
  readonly end: number;
}

function shareBy({ times, share }: TimeToReport, age: number): number {
  return share[countUpTo(times, age) - 1] ?? 0;
}

/** The chance of a yes after that age, of a decision of which nothing is known then. */
function chanceAfter(age: number, { reports, noes, end }: Forecast): number {
  const by = shareBy(reports, age);
  const open = 1 - by - (noes === undefined ? 0 : shareBy(noes, age));
  return open <= 0 ? 0 : Math.min(1, (shareBy(reports, end) - by) / open);
}

/** Greenwood's variance of the share that stays silent, on the scale of log(−log). Kalbfleisch and Prentice, 1980. */
function finalShare(reports: TimeToReport, level: number): Estimate | Insufficient {
  const silent = 1 - (reports.share.at(-1) ?? 0);
  if (reports.times.length === 0 || silent <= 0) return insufficient("zero-variance");
  const terms = reports.reported.map((n, i) => greenwood(n, reports.atRisk[i] as number));
  const error = Math.sqrt(terms.reduce((sum, term) => sum + term, 0)) / -Math.log(silent);
  const z = normalQuantile((1 + level) / 2);
  return {
    value: 1 - silent,
    low: 1 - silent ** Math.exp(-z * error),
    high: 1 - silent ** Math.exp(z * error),
    level,
  };
}

function greenwood(reported: number, atRisk: number): number {
  return atRisk > reported ? reported / (atRisk * (atRisk - reported)) : 0;
}

/**
 * The sum of the chances of those of which nothing is known. Its interval holds both what chance leaves open (binomial) and
 * what is not known of the delays: a step of the estimate moves the chances of all who are younger than it.
 */
function toCome({ age, known }: Rows, forecast: Forecast, level: number): Estimate {
  const open = age.filter((_, row) => known[row] === 0).sort();
  const { times, atRisk, reported } = forecast.reports;
  const chances = open.map((old) => chanceAfter(old, forecast));
  const value = chances.reduce((sum, chance) => sum + chance, 0);
  let variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0);
  let [silent, younger] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    for (; younger < open.length && (open[younger] as number) < (times[i] as number); younger++)
      silent += 1 - (chances[younger] as number);
    variance += silent ** 2 * greenwood(reported[i] as number, atRisk[i] as number);
  }
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { value, low: Math.max(0, value - half), high: Math.min(open.length, value + half), level };
}

/** So many groups of equal width up to the end, and one of the settled. */
const GROUPS = 8;

function ageGroups({ age, known, yes, end }: Rows, forecast: Forecast | undefined): readonly AgeGroup[] {
  const width = end / GROUPS;
  const groups = Array.from({ length: GROUPS + 1 }, () => ({ decisions: 0, known: 0, yes: 0, later: 0 }));
  for (let row = 0; row < age.length; row++) {
    const old = age[row] as number;
    const group = groups[old > end ? GROUPS : Math.min(GROUPS - 1, Math.floor(old / width))];
    if (group === undefined) continue;
    group.decisions++;
    group.known += known[row] as number;
    group.yes += yes[row] as number;
    if (known[row] === 0 && forecast !== undefined) group.later += chanceAfter(old, forecast);
  }
  return groups.flatMap(({ decisions, later, ...counts }, i) => {
    if (decisions === 0) return [];
    const [from, to] = [i * width, i === GROUPS ? Infinity : (i + 1) * width];
    return [
      {
        from,
        to,
        decisions,
        ...counts,
        yesSoFar: counts.yes / decisions,
        yesAmongKnown: counts.known === 0 ? 0 : counts.yes / counts.known,
        yesExpected: forecast === undefined ? insufficient("too-young") : (counts.yes + later) / decisions,
      },
    ];
  });
}
