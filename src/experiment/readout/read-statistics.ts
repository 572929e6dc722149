import { type Instant, type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimated, type Fit, SAMPLE_RATIO_ALPHA } from "../../stats/index.ts";
import type { Design } from "../designs/design.ts";
import type { Prior } from "./belief.ts";
import { callOf, type ExperimentVerdict } from "./call.ts";
import { type Effect, effectOf, type TwoLooks } from "./effect.ts";
import type { Metric } from "./metric.ts";
import { type Correction, correctedOf } from "./multiplicity.ts";
import { type Novelty, noveltyOf } from "./novelty.ts";
import type { Reason } from "./reasons.ts";
import { type Segmented, segmentsOf } from "./segments.ts";
import { soundnessOf } from "./soundness.ts";
import type { MetricStatistics, ReadoutStatistics } from "./statistics.ts";
import { valueIn } from "./value-in.ts";

/** One metric in one arm. */
export interface ArmValue {
  readonly arm: string;
  /** As it came, without adjustment. */
  readonly value: Estimated;
}

/** One metric in all arms. */
export interface MetricReadout {
  readonly metric: Metric;
  readonly arms: readonly ArmValue[];
  /** One for each arm but the control. */
  readonly effects: readonly Effect[];
  /** The effects' p-values, corrected for the number of success metrics and arms; null where not asked or not known. */
  readonly corrected: readonly (number | null)[];
}

/** The analysis of an experiment in all its metrics: sums in, one verdict out. */
export interface ExperimentReadout {
  readonly experiment: string;
  readonly control: string;
  readonly units: Readonly<Record<string, number>>;
  readonly split: Fit | Insufficient;
  readonly metrics: readonly MetricReadout[];
  /** Of the success metrics. */
  readonly segments: readonly Segmented[];
  readonly novelty: readonly Novelty[];
  readonly correction: Correction;
  /** Of every interval: 1 − (1 − asked) / arms compared. */
  readonly level: number;
  readonly verdict: ExperimentVerdict;
  /** A randomised comparison, unlike a forecast. */
  readonly basis: "measured";
}

export interface ReadStatisticsRequest {
  /** As `defineDesign` returned it. */
  readonly design: Design;
  readonly statistics: ReadoutStatistics;
  /** Of all arms' intervals of one metric together. Default 0.95. */
  readonly level?: number;
  /** Across success metrics and arms. Default `benjamini-hochberg`. The money alone is not diluted by it. */
  readonly correction?: Correction;
  /** What was believed before, by metric. Default: nothing. */
  readonly priors?: Readonly<Record<string, Prior>>;
  /** Now, for the check on traffic; milliseconds since 1970. Default: not checked. */
  readonly asOf?: Instant;
  /** Whether something is still to come that would change the numbers: then nothing is called. Default `false`. */
  readonly preliminary?: boolean;
  /** What else is to be kept in mind. Default: nothing. */
  readonly remarks?: readonly Reason[];
}

/** Where the always-valid interval is tightest when nobody planned a size. */
const UNPLANNED_UNITS = 2_000;

const NO_STATISTICS: MetricStatistics = Object.freeze({
  ...{ strata: {}, sketch: null, missing: 0, infinite: 0, segments: {}, days: null },
});

interface Context {
  readonly design: Design;
  readonly statistics: ReadoutStatistics;
  readonly level: number;
  readonly priors: Readonly<Record<string, Prior>>;
}

/** Reads an experiment out of its sums; takes milliseconds, however many units are behind them. */
export function readStatistics(request: ReadStatisticsRequest): ExperimentReadout {
  const { design, statistics, correction = "benjamini-hochberg", priors = {}, asOf } = request;
  const { preliminary = false, remarks: noted = [] } = request;
  const alpha = 1 - (request.level ?? DEFAULT_LEVEL);
  const level = 1 - alpha / Math.max(1, design.arms.length - 1);
  const context: Context = { design, statistics, level, priors };
  const read = statistics.metrics.map((metric) => ({ metric, effects: effectsOn(metric, context) }));
  const units = Object.fromEntries(design.arms.map(({ arm }) => [arm, statistics.arms[arm]?.units ?? 0]));
  const counts = Object.values(units);
  const novelty = statistics.metrics.flatMap((metric) => noveltiesOf(metric, context));
  const { split, reasons } = soundnessOf(design, statistics, asOf);
  const verdict = callOf({
    metrics: read,
    reasons: [...reasons, ...qualityReasons(read), ...noted, ...remarks(design, { read, novelty })],
    units: counts.reduce((sum, count) => sum + count, 0),
    fewest: Math.min(...counts),
    plannedUnits: design.planned?.units,
    preliminary,
    worseLevel: 1 - alpha / Math.max(1, watched(read)),
  });
  const corrected = correctAll(read, verdict.rule === "fixed-horizon" ? "fixed" : "alwaysValid", correction);
  return {
    ...{ experiment: design.name, control: design.control, units, split, novelty, correction, level, verdict },
    metrics: read.map(({ metric, effects }, i) => ({
      ...{ metric, effects, corrected: corrected[i] ?? [] },
      arms: design.arms.map(({ arm }) => ({ arm, value: valueIn(metric, sumsOf(context, arm, metric), level) })),
    })),
    segments: statistics.metrics.flatMap((metric) => segmentsIn(metric, context)),
    basis: "measured",
  };
}

interface Read {
  readonly metric: Metric;
  readonly effects: readonly Effect[];
}

function sumsOf({ statistics }: Context, arm: string, { name }: Metric): MetricStatistics {
  return statistics.arms[arm]?.metrics[name] ?? NO_STATISTICS;
}

function treatmentsOf({ design }: Context): readonly string[] {
  return design.arms.map(({ arm }) => arm).filter((arm) => arm !== design.control);
}

function effectsOn(metric: Metric, context: Context): readonly Effect[] {
  const { design, level, priors } = context;
  const everywhere = design.arms.map(({ arm }) => sumsOf(context, arm, metric));
  const control = sumsOf(context, design.control, metric);
  // The plan counts all arms; the interval is about two of them.
  const plannedUnits = ((design.planned?.units ?? UNPLANNED_UNITS) * 2) / design.arms.length;
  return treatmentsOf(context).map((arm) =>
    effectOf(
      { metric, arm, arms: [sumsOf(context, arm, metric), control], everywhere, prior: priors[metric.name] ?? "flat" },
      { level, plannedUnits },
    ),
  );
}

/** Metrics other than the money that could be shown to get worse, times arms. */
function watched(read: readonly Read[]): number {
  const roles = ["success", "deterioration"];
  return read
    .filter(({ metric }) => metric.money !== true && roles.includes(metric.role))
    .reduce((sum, { effects }) => sum + effects.length, 0);
}

function correctAll(
  read: readonly Read[],
  look: keyof TwoLooks,
  correction: Correction,
): readonly (readonly (number | null)[])[] {
  const isAsked = ({ metric }: Read): boolean => metric.role === "success";
  const corrected = correctedOf(
    read.filter(isAsked).flatMap(({ effects }) => effects),
    look,
    correction,
  );
  let at = 0;
  return read.map((one) => {
    if (!isAsked(one)) return one.effects.map(() => null);
    const start = at;
    at += one.effects.length;
    return corrected.slice(start, at);
  });
}

function qualityReasons(read: readonly Read[]): readonly Reason[] {
  return read
    .filter(({ metric }) => metric.role === "quality")
    .flatMap(({ metric, effects }) =>
      effects
        .filter(({ fixed }) => !isInsufficient(fixed) && fixed.pValue < SAMPLE_RATIO_ALPHA)
        .map(({ arm }): Reason => ({ code: "quality-differs", metric: metric.name, arm })),
    );
}

function remarks(
  { arms }: Design,
  { read, novelty }: { readonly read: readonly Read[]; readonly novelty: readonly Novelty[] },
): readonly Reason[] {
  const noShare = read.filter(
    ({ metric, effects }) =>
      metric.money === true &&
      effects.some(
        ({ relative, point }) =>
          !isInsufficient(point) && isInsufficient(relative) && relative.reason === "control-not-positive",
      ),
  );
  return [
    ...(arms.length > 2 ? [{ code: "several-treatments" as const }] : []),
    ...noShare.map(({ metric }): Reason => ({ code: "control-not-positive", metric: metric.name })),
    ...novelty
      .filter(({ course }) => course === "fades")
      .map(({ metric, arm }): Reason => ({ code: "effect-fades", metric, arm })),
  ];
}

function noveltiesOf(metric: Metric, context: Context): readonly Novelty[] {
  const control = sumsOf(context, context.design.control, metric);
  return treatmentsOf(context).flatMap((arm) => {
    const treatment = sumsOf(context, arm, metric);
    const found = noveltyOf({ metric: metric.name, arm, treatment, control, level: context.level });
    return found === null ? [] : [found];
  });
}

function segmentsIn(metric: Metric, context: Context): readonly Segmented[] {
  if (metric.role !== "success") return [];
  const control = sumsOf(context, context.design.control, metric);
  return treatmentsOf(context).flatMap((arm) =>
    segmentsOf({ metric, arm, treatment: sumsOf(context, arm, metric), control, level: context.level }),
  );
}
