import {
  type Comoments,
  type GroupedColumn,
  type GroupMoments,
  groupedComoments,
  groupSizes,
  NO_GROUP,
  noComoments,
  type RowsByGroup,
  rowsByGroup,
} from "../../stats/index.ts";
import { capsOf } from "./caps.ts";
import { columnsOf, type Metric } from "./metric.ts";
import { sketchesByArm } from "./nested-values.ts";
import type { ArmStatistics, Cap, MetricStatistics, NamedMoments, Noticed, ReadoutStatistics } from "./statistics.ts";
import { type Coded, checkTable, NO_NAME, type UnitTable } from "./unit-table.ts";

export interface SummariseRequest {
  readonly experiment: string;
  /** Names these units: two parts of one name are never merged. */
  readonly part: string;
  /** As {@link defineMetrics} returned them. */
  readonly metrics: readonly Metric[];
  /** Those of the first part. Default: read from this table, which is the first. */
  readonly caps?: Readonly<Record<string, Cap>>;
  /** What was odd on the way to the table. Default: nothing. */
  readonly noticed?: Noticed;
}

const NOTHING_NOTICED: Noticed = Object.freeze({ strays: 0, crossed: 0, outcomes: {}, early: {} });

const DAY = 86_400_000;

/** Sums a table of units: one pass for each metric. Throws `experiment.table-misfit`. */
export function summarise(table: UnitTable, request: SummariseRequest): ReadoutStatistics {
  const { experiment, part, metrics, noticed = NOTHING_NOTICED } = request;
  checkTable(table, metrics);
  const caps = request.caps ?? capsOf(table, metrics);
  const groups = groupsOf(table);
  const found = metrics.map(
    (metric) => [metric.name, metricByArm(table, { metric, cap: caps[metric.name], groups })] as const,
  );
  const traffic = trafficByArm(table);
  const counts = countGroups(groups, table.arms.names.length);
  const arms = table.arms.names.map((arm, a): readonly [string, ArmStatistics] => {
    const strata = counts[a] ?? {};
    const units = Object.values(strata).reduce((sum, count) => sum + count, 0);
    const of = Object.fromEntries(found.map(([name, byArm]) => [name, byArm[a] as MetricStatistics]));
    return [arm, { units, strata, metrics: of, ...(traffic[a] as Pick<ArmStatistics, "entries" | "entered">) }];
  });
  return { version: 1, experiment, parts: [part], metrics, caps, arms: Object.fromEntries(arms), noticed };
}

/** Arm × stratum as one code a row. */
interface Groups {
  readonly strata: readonly string[];
  readonly rows: RowsByGroup;
}

function groupsOf({ arms, strata }: UnitTable): Groups {
  return strata === undefined
    ? { strata: [""], rows: rowsByGroup(arms.codes, arms.names.length) }
    : crossed(arms, strata);
}

/** One code for each pair of an arm and a name; rows without a name get the empty one. */
function crossed(arms: Coded, by: Coded): Groups {
  const strata = [...by.names, ""];
  const codes = new Uint16Array(arms.codes.length);
  for (let i = 0; i < codes.length; i++) {
    const arm = arms.codes[i] as number;
    const name = by.codes[i] as number;
    const at = name === NO_NAME || name >= by.names.length ? by.names.length : name;
    codes[i] = arm >= arms.names.length ? NO_GROUP : arm * strata.length + at;
  }
  return { strata, rows: rowsByGroup(codes, arms.names.length * strata.length) };
}

/** By arm, the units of each stratum that has any. */
function countGroups({ rows, strata }: Groups, arms: number): readonly Readonly<Record<string, number>>[] {
  const counts = groupSizes(rows);
  return Array.from({ length: arms }, (_, arm) => {
    const named = strata.map((name, s) => [name, counts[arm * strata.length + s] as number] as const);
    return Object.fromEntries(named.filter(([, count]) => count > 0));
  });
}

interface MetricTask {
  readonly metric: Metric;
  readonly cap: Cap | undefined;
  readonly groups: Groups;
}

function metricByArm(table: UnitTable, task: MetricTask): readonly MetricStatistics[] {
  const { metric } = task;
  const none = { strata: {}, segments: {}, days: null, missing: 0, infinite: 0 };
  if (metric.kind === "quantile")
    return sketchesByArm(table, metric.value).map(({ sketch, missing, infinite }) => ({
      ...none,
      sketch,
      missing,
      infinite,
    }));
  const columns = inputsOf(table, metric, task.cap);
  const byGroup = groupedComoments(columns, task.groups.rows);
  const segments = Object.entries(table.segments ?? {}).map(
    ([name, coded]) => [name, segmentsByArm(table.arms, coded, columns)] as const,
  );
  const days = daysByArm(table, metric.name);
  return table.arms.names.map((_, arm) => {
    const parts = partOf(byGroup, task.groups.strata.length, arm);
    const left = (pick: (group: GroupMoments) => number): number => parts.reduce((sum, group) => sum + pick(group), 0);
    return {
      strata: named(task.groups.strata, parts),
      sketch: null,
      missing: left(({ missing }) => missing),
      infinite: left(({ infinite }) => infinite),
      segments: Object.fromEntries(segments.map(([name, byArm]) => [name, byArm[arm] as NamedMoments])),
      days: days?.[arm] ?? null,
    };
  });
}

function partOf<T>(all: readonly T[], size: number, index: number): readonly T[] {
  return all.slice(index * size, (index + 1) * size);
}

function named(names: readonly string[], groups: readonly GroupMoments[]): NamedMoments {
  const pairs = names.map((name, i) => [name, (groups[i] as GroupMoments).moments] as const);
  return Object.fromEntries(pairs.filter(([, { n }]) => n > 0));
}

function segmentsByArm(arms: Coded, by: Coded, columns: readonly GroupedColumn[]): readonly NamedMoments[] {
  const { strata, rows } = crossed(arms, by);
  const byGroup = groupedComoments(columns, rows);
  return arms.names.map((_, arm) => named(strata, partOf(byGroup, strata.length, arm)));
}

/** The metric's own columns, capped, and those from before, where a missing one is 0. */
function inputsOf(table: UnitTable, metric: Metric, cap: Cap | undefined): readonly GroupedColumn[] {
  const column = (name: string): Float64Array => table.columns[name] ?? new Float64Array(0);
  const before = (metric.before ?? []).map((name): GroupedColumn => ({ values: column(name), missingAs: 0 }));
  if (metric.kind === "retention")
    return [{ values: backBy(metric.day, column(metric.returned), column(metric.watched)) }, ...before];
  const own = columnsOf(metric).map((name, i): GroupedColumn => ({ values: column(name), ...(i === 0 ? cap : {}) }));
  return [...own, ...before];
}

/** 1 for who was back by the day, 0 for who was not, missing for who has not been watched so long. */
function backBy(day: number, returned: Float64Array, watched: Float64Array): Float64Array {
  return returned.map((after, i) => {
    if (!((watched[i] as number) >= day)) return Number.NaN;
    return after <= day ? 1 : 0;
  });
}

function daysByArm({ arms, days }: UnitTable, metric: string): readonly MetricStatistics["days"][] | undefined {
  const columns = days?.[metric];
  if (columns === undefined || columns.length < 2) return undefined;
  const rows = rowsByGroup(arms.codes, arms.names.length);
  const sums = (values: Float64Array): readonly Comoments[] =>
    groupedComoments([{ values }], rows).map(({ moments }) => moments);
  const byDay = columns.map(sums);
  const change = sums(laterLessEarlier(columns));
  return arms.names.map((_, arm) => ({
    byDay: byDay.map((day) => day[arm] as Comoments),
    change: change[arm] as Comoments,
  }));
}

/**
 * The mean of a unit's later days less that of its earlier ones, over the days that it has; missing where it has none in
 * one of the halves. The middle day counts in neither.
 */
function laterLessEarlier(columns: readonly Float64Array[]): Float64Array {
  const half = Math.floor(columns.length / 2);
  const [early, late] = [columns.slice(0, half), columns.slice(columns.length - half)];
  return (columns[0] as Float64Array).map((_, i) => meanOver(late, i) - meanOver(early, i));
}

function meanOver(days: readonly Float64Array[], row: number): number {
  let [sum, count] = [0, 0];
  for (const day of days) {
    const value = day[row] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

function trafficByArm({ arms, entered }: UnitTable): readonly Pick<ArmStatistics, "entries" | "entered">[] {
  const none = (): Pick<ArmStatistics, "entries" | "entered"> => ({ entries: {}, entered: noComoments(1) });
  if (entered === undefined) return arms.names.map(none);
  const days = entered.map((at) => at / DAY);
  const moments = groupedComoments([{ values: days }], rowsByGroup(arms.codes, arms.names.length));
  const counts = arms.names.map(() => new Map<number, number>());
  for (let i = 0; i < days.length; i++) {
    const day = Math.floor(days[i] as number);
    const of = counts[arms.codes[i] as number];
    if (of !== undefined && Number.isFinite(day)) of.set(day, (of.get(day) ?? 0) + 1);
  }
  return counts.map((of, arm) => ({
    entries: Object.fromEntries(of),
    entered: (moments[arm] as GroupMoments).moments,
  }));
}
