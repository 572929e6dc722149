import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  comparisonOf,
  differencePoint,
  type Fit,
  independence,
  meanVector,
  mergeComoments,
  type Point,
  pairAt,
  SAMPLE_RATIO_ALPHA,
  sampleRatioMismatch,
} from "../../stats/index.ts";
import type { Design } from "../designs/design.ts";
import { type Metric, ownWidth } from "./metric.ts";
import type { Reason } from "./reasons.ts";
import type { ArmStatistics, MetricStatistics, ReadoutStatistics } from "./statistics.ts";

/** A check that is made every day must alarm rarely: the level of every check of soundness. */
const ALPHA = SAMPLE_RATIO_ALPHA;
/** Of all units: so many may meet two arms before their mixture is no longer negligible. */
const MOST_CROSSED = 0.01;
/** Days without a first exposure before one is told. */
const SILENT_DAYS = 2;
/** Entries a day over the last days with any: with so many, two days without one are no chance (e⁻¹⁰). */
const RECENT_DAYS = 7;
const BUSY = 5;
const DAY = 86_400_000;

export interface Soundness {
  /** Of Pearson's chi-square test of the arms' units against their shares. */
  readonly split: Fit | Insufficient;
  readonly reasons: readonly Reason[];
}

interface Arm {
  readonly name: string;
  readonly sums: ArmStatistics;
}

/** Whether the data of an experiment are such that its arms can be compared at all. `asOf`: milliseconds since 1970. */
export function soundnessOf(design: Design, statistics: ReadoutStatistics, asOf?: number): Soundness {
  const arms = design.arms.flatMap(({ arm }): readonly Arm[] => {
    const sums = statistics.arms[arm];
    return sums === undefined ? [] : [{ name: arm, sums }];
  });
  const counts = design.arms.map(({ arm }) => statistics.arms[arm]?.units ?? 0);
  const split = sampleRatioMismatch(
    counts,
    design.arms.map(({ share }) => share),
  );
  const adjusted = statistics.metrics.filter(({ before = [] }) => before.length > 0).length;
  const reasons = [
    ...(!isInsufficient(split) && split.mismatch ? [{ code: "split-broken" as const }] : []),
    ...design.arms.filter((_, i) => counts[i] === 0).map(({ arm }): Reason => ({ code: "arm-empty", arm })),
    ...trafficReasons(arms, design.control, asOf),
    ...outcomeReasons(
      statistics,
      counts.reduce((sum, n) => sum + n, 0),
    ),
    ...statistics.metrics.flatMap((metric) => metricReasons(metric, { arms, control: design.control, adjusted })),
  ];
  return { split, reasons };
}

function trafficReasons(arms: readonly Arm[], control: string, asOf: number | undefined): readonly Reason[] {
  const byDay = countsByDay(arms);
  const changed = byDay.length > 1 && differs(byDay);
  const base = arms.find(({ name }) => name === control);
  const late = arms.filter((arm) => base !== undefined && arm !== base && entryDiffers(arm, base));
  return [
    ...(changed ? [{ code: "split-changed" as const }] : []),
    ...late.map(({ name }): Reason => ({ code: "entry-times-differ", arm: name })),
    ...silence(arms, asOf),
  ];
}

/** Rows of counts by arm, a row for each day with enough units for the test, days that are too thin taken together. */
function countsByDay(arms: readonly Arm[]): readonly (readonly number[])[] {
  const days = [...new Set(arms.flatMap(({ sums }) => Object.keys(sums.entries)))].sort(
    (a, b) => Number(a) - Number(b),
  );
  const rows: number[][] = [];
  for (const day of days) {
    const counts = arms.map(({ sums }) => sums.entries[day] ?? 0);
    const last = rows.at(-1);
    if (last === undefined || last.every((count) => count >= 10)) rows.push(counts);
    else
      counts.forEach((count, arm) => {
        last[arm] = (last[arm] ?? 0) + count;
      });
  }
  return rows;
}

function differs(counts: readonly (readonly number[])[]): boolean {
  const test = independence(counts);
  return !isInsufficient(test) && test.leastExpected >= 5 && test.pValue < ALPHA;
}

function entryDiffers(a: Arm, b: Arm): boolean {
  return unlike(meanAt(a.sums.entered), meanAt(b.sums.entered));
}

function meanAt(moments: ArmStatistics["entered"], at: number = 0): Point | Insufficient {
  const vector = meanVector(moments);
  if (isInsufficient(vector)) return vector;
  const variance = vector.covariance[pairAt(at, at, vector.values.length)] ?? 0;
  return { value: vector.values[at] ?? 0, variance, df: vector.df };
}

function unlike(a: Point | Insufficient, b: Point | Insufficient, tests: number = 1): boolean {
  const found = comparisonOf(differencePoint(a, b));
  return !isInsufficient(found) && found.pValue < ALPHA / tests;
}

function silence(arms: readonly Arm[], asOf: number | undefined): readonly Reason[] {
  const days = arms.flatMap(({ sums }) => Object.keys(sums.entries).map(Number));
  if (asOf === undefined || days.length === 0) return [];
  const last = Math.max(...days);
  const lately = arms.reduce((sum, { sums }) => sum + since(last - RECENT_DAYS, sums), 0) / RECENT_DAYS;
  const quiet = Math.floor(asOf / DAY) - last - 1;
  return quiet >= SILENT_DAYS && lately >= BUSY ? [{ code: "traffic-stopped", have: quiet }] : [];
}

function since(day: number, { entries }: ArmStatistics): number {
  return Object.entries(entries).reduce((sum, [at, count]) => (Number(at) > day ? sum + count : sum), 0);
}

function outcomeReasons({ noticed, arms }: ReadoutStatistics, units: number): readonly Reason[] {
  const { strays, crossed, early, outcomes } = noticed;
  const names = Object.keys(arms);
  const counts = names.map((name) => [early[name] ?? 0, outcomes[name] ?? 0]);
  const tooEarly = counts.reduce((sum, [count = 0]) => sum + count, 0);
  const share = units > 0 ? crossed / units : 0;
  return [
    ...(tooEarly > 0 && differs(counts) ? [{ code: "clocks-differ" as const }] : []),
    ...(tooEarly > 0 ? [{ code: "outcomes-before-exposure" as const, have: tooEarly }] : []),
    ...(share > MOST_CROSSED ? [{ code: "crossed-too-many" as const, have: share, need: MOST_CROSSED }] : []),
    ...(crossed > 0 && share <= MOST_CROSSED ? [{ code: "units-crossed-arms" as const, have: crossed }] : []),
    ...(strays > 0 ? [{ code: "units-of-no-arm" as const, have: strays }] : []),
  ];
}

interface Compared {
  readonly arms: readonly Arm[];
  readonly control: string;
  /** How many metrics have columns from before. */
  readonly adjusted: number;
}

function metricReasons(metric: Metric, { arms, control, adjusted }: Compared): readonly Reason[] {
  const found = arms.flatMap(({ name, sums }) => {
    const of = sums.metrics[metric.name];
    return of === undefined ? [] : [{ name, units: sums.units, of }];
  });
  const total = (pick: (of: MetricStatistics) => number): number => found.reduce((sum, { of }) => sum + pick(of), 0);
  const [missing, infinite] = [total((of) => of.missing), total((of) => of.infinite)];
  const counted = metric.kind !== "quantile";
  const unequal = counted && missing > 0 && differs(found.map(({ units, of }) => [of.missing, units - of.missing]));
  const matters = metric.money === true || metric.role === "guardrail";
  const tell = (code: Reason["code"], have?: number): Reason => ({
    code,
    metric: metric.name,
    ...(have === undefined ? {} : { have }),
  });
  return [
    ...(unequal && matters ? [tell("missing-differs")] : []),
    ...(missing > 0 ? [tell("values-missing", missing)] : []),
    ...(infinite > 0 ? [tell(metric.money === true ? "money-infinite" : "values-infinite", infinite)] : []),
    ...(differedBefore(metric, found, { control, adjusted }) ? [tell("differed-before")] : []),
  ];
}

interface Found {
  readonly name: string;
  readonly of: MetricStatistics;
}

/** A covariate from before is the experiment's own A/A check. */
function differedBefore(
  metric: Metric,
  found: readonly Found[],
  { control, adjusted }: Pick<Compared, "control" | "adjusted">,
): boolean {
  const base = found.find(({ name }) => name === control);
  const covariates = metric.before?.length ?? 0;
  if (base === undefined || covariates === 0) return false;
  const tests = covariates * (found.length - 1) * adjusted;
  const own = ownWidth(metric);
  const wholeOf = ({ of }: Found) => Object.values(of.strata).reduce(mergeComoments);
  return found.some(
    (arm) =>
      arm !== base &&
      Object.keys(arm.of.strata).length > 0 &&
      Object.keys(base.of.strata).length > 0 &&
      Array.from({ length: covariates }, (_, c) => own + c).some((at) =>
        unlike(meanAt(wholeOf(arm), at), meanAt(wholeOf(base), at), tests),
      ),
  );
}
