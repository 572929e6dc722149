import { canonical, defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { type Comoments, mergeComoments, mergeQuantiles, type QuantileSketch } from "../../stats/index.ts";
import type { Metric } from "./metric.ts";

/** Moments by name: of strata, of segments. */
export type NamedMoments = Readonly<Record<string, Comoments>>;

/** All that a readout needs to know of one metric in one arm. Columns: its own, then those from before. */
export interface MetricStatistics {
  /** By stratum; the name is empty where none was declared. Empty for a quantile. */
  readonly strata: NamedMoments;
  /** For a quantile. */
  readonly sketch: QuantileSketch | null;
  /** Units that lack a value. Those not watched long enough for a retention are among them. */
  readonly missing: number;
  /** Units with a value that is not finite. */
  readonly infinite: number;
  /** By what units are told apart by, and then by name. */
  readonly segments: Readonly<Record<string, NamedMoments>>;
  /** On each day since first exposure; and, for units seen in both halves, the later one's mean less the earlier one's. */
  readonly days: { readonly byDay: readonly Comoments[]; readonly change: Comoments } | null;
}

export interface ArmStatistics {
  readonly units: number;
  /** Units by stratum. */
  readonly strata: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, MetricStatistics>>;
  /** First exposures by day, counted in days since 1970. */
  readonly entries: Readonly<Record<string, number>>;
  /** Of the times of first exposure, in days since 1970. */
  readonly entered: Comoments;
}

/** What was odd about the rows that a part was made from, by arm. */
export interface Noticed {
  /** Units of no arm of the experiment. */
  readonly strays: number;
  /** Units that met more than one arm; each counts in its first. */
  readonly crossed: number;
  /** Outcomes of exposed units that were counted, and those left out because they came before the exposure. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly early: Readonly<Record<string, number>>;
}

/** Where extreme values of a metric are cut. */
export interface Cap {
  readonly low?: number;
  readonly high?: number;
}

/**
 * An experiment in sums: plain data that can be stored, sent and merged, and that says everything its readout needs. It
 * is as large as arms × metrics × strata, however many units are behind it. A unit belongs to one part: the usual part is
 * a day's first exposures, added once their time to act is over, so that reading out costs what is new.
 */
export interface ReadoutStatistics {
  readonly version: 1;
  readonly experiment: string;
  /** The names of the parts in it. */
  readonly parts: readonly string[];
  readonly metrics: readonly Metric[];
  /** By metric; fixed by the first part, for all that follow. */
  readonly caps: Readonly<Record<string, Cap>>;
  readonly arms: Readonly<Record<string, ArmStatistics>>;
  readonly noticed: Noticed;
}

interface Unlike {
  readonly experiment: string;
  readonly what: string;
}

export const statisticsUnlike: ErrorConstructor<Unlike> = defineError("experiment.statistics-unlike", {
  headline: "Sums of different things",
  message: ({ experiment, what }: Unlike) =>
    `Statistics of experiment \`${experiment}\` can be merged where experiment, metrics and caps are the same and no part is in both. Got different ${what}.`,
  hint: () => "Summarise every part with the same metrics, and with the caps of the first.",
});

const sum = (a: number, b: number): number => a + b;

/** Both records' keys; where both have one, merged. */
function mergeBy<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  merge: (a: T, b: T) => T,
): Readonly<Record<string, T>> {
  const merged: Record<string, T> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = merged[key];
    merged[key] = before === undefined ? value : merge(before, value);
  }
  return merged;
}

function checkAlike(a: ReadoutStatistics, b: ReadoutStatistics): void {
  const refuse = (what: string) => statisticsUnlike({ experiment: a.experiment, what });
  if (a.experiment !== b.experiment) throw refuse(`experiments: \`${b.experiment}\``);
  if (canonical(a.metrics) !== canonical(b.metrics)) throw refuse("metrics");
  if (canonical(a.caps) !== canonical(b.caps)) throw refuse("caps");
  const both = a.parts.find((part) => b.parts.includes(part));
  if (both !== undefined) throw refuse(`parts: both hold \`${both}\``);
}

/** The sums of two parts together: associative, commutative. Throws `experiment.statistics-unlike`. */
export function mergeStatistics(a: ReadoutStatistics, b: ReadoutStatistics): ReadoutStatistics {
  checkAlike(a, b);
  return {
    ...a,
    parts: [...a.parts, ...b.parts],
    arms: mergeBy(a.arms, b.arms, mergeArms),
    noticed: {
      strays: a.noticed.strays + b.noticed.strays,
      crossed: a.noticed.crossed + b.noticed.crossed,
      outcomes: mergeBy(a.noticed.outcomes, b.noticed.outcomes, sum),
      early: mergeBy(a.noticed.early, b.noticed.early, sum),
    },
  };
}

function mergeArms(a: ArmStatistics, b: ArmStatistics): ArmStatistics {
  return {
    units: a.units + b.units,
    strata: mergeBy(a.strata, b.strata, sum),
    metrics: mergeBy(a.metrics, b.metrics, mergeMetrics),
    entries: mergeBy(a.entries, b.entries, sum),
    entered: mergeComoments(a.entered, b.entered),
  };
}

function mergeMetrics(a: MetricStatistics, b: MetricStatistics): MetricStatistics {
  return {
    strata: mergeBy(a.strata, b.strata, mergeComoments),
    sketch: a.sketch === null || b.sketch === null ? (a.sketch ?? b.sketch) : mergeQuantiles(a.sketch, b.sketch),
    missing: a.missing + b.missing,
    infinite: a.infinite + b.infinite,
    segments: mergeBy(a.segments, b.segments, (x, y) => mergeBy(x, y, mergeComoments)),
    days: mergeDays(a.days, b.days),
  };
}

function mergeDays(a: MetricStatistics["days"], b: MetricStatistics["days"]): MetricStatistics["days"] {
  if (a === null || b === null) return a ?? b;
  const [longer, shorter] = a.byDay.length >= b.byDay.length ? [a, b] : [b, a];
  const byDay = longer.byDay.map((day, i) => {
    const other = shorter.byDay[i];
    return other === undefined ? day : mergeComoments(day, other);
  });
  return { byDay, change: mergeComoments(a.change, b.change) };
}
