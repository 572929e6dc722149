import { insufficient, milliseconds } from "../../kernel/index.ts";
import type { Measure } from "../../objective/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type CountCase, DAY, type DaySums, dayOf, mergeDays } from "./day-sums.ts";
import { outcomesFor } from "./drawn.ts";
import { estimateOf } from "./estimate.ts";
import { AT, placeOf } from "./unit-sums.ts";

/** Sums by day, and what was counted. */
export interface MeasuredDays extends CountCase {
  /** In order; days without a decision are left out. */
  readonly days: readonly DaySums[];
  /** As of when, milliseconds since 1970. */
  readonly now: number;
}

/** Days by number from 1970, both included. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds after a decision until all that a measure asks for is known. */
export function ripensAfter({ system }: Pick<CountCase, "system">, measure: Measure): number {
  const windows = outcomesFor(system, [measure]).map((name) => milliseconds(system.outcomes[name]?.within ?? "1ms"));
  return Math.max(0, ...windows);
}

/** The last day all of whose decisions are known by now. */
function lastRipe(of: MeasuredDays, measure: Measure): number {
  return dayOf(of.now - ripensAfter(of, measure)) - 1;
}

/** Reads measures over periods. */
export type ReadMeasure = (measure: Measure, period: Period) => Estimated;

/** Reads measures off sums, with their intervals; days that several measures ask for are added up once. */
export function measureReader(of: MeasuredDays): ReadMeasure {
  const merged = new Map<string, DaySums | undefined>();
  const sumsIn = ({ from, to }: Period): DaySums | undefined => {
    const key = `${from} ${to}`;
    if (!merged.has(key)) merged.set(key, mergeDays(of.days.filter(({ from: day }) => day >= from && day <= to)));
    return merged.get(key);
  };
  return (measure, period) => {
    const { from, to } = periodOf(of, measure, period);
    // Who comes back may have come first before the period, and may come back after it.
    const all = sumsIn(measure.measure === "retention" ? { from: -Infinity, to: Infinity } : { from, to });
    const sums = all !== undefined && measure.measure === "retention" ? cohortOf(all, period) : all;
    // What stands on whole days alone may have decisions, and no whole day of them yet.
    if (sums === undefined)
      return insufficient(to < period.to && sumsIn(period) !== undefined ? "no-whole-day" : "no-decisions");
    const number = of.measures.indexOf(measure);
    if (ripensAfter(of, measure) > 0 && !isKnown(sums, number)) return insufficient("no-outcome-known-yet");
    // The first day of all begins with its first decision.
    const span = (to + 1) * DAY - Math.max(from * DAY, firstOf(of));
    return estimateOf(sums, { measure, number, span, until: of.now });
  };
}

/** Whether anything that the measure asks for is known of any decision. */
function isKnown({ units }: DaySums, number: number): boolean {
  for (const row of units.rows.values()) if (row[placeOf(number) + 1] !== 0) return true;
  return false;
}

/** Totals stand on whole days whose decisions are all known; some measures speak of the last days of a period alone. */
function periodOf(of: MeasuredDays, measure: Measure, { from, to }: Period): Period {
  switch (measure.measure) {
    case "active":
      return { from: to - measure.days + 1, to };
    case "lifetime": {
      const last = Math.min(to, lastRipe(of, measure));
      return { from: Math.max(from, last - 29), to: last };
    }
    case "total":
    case "incremental":
    case "running-cost":
      return { from, to: Math.min(to, lastRipe(of, measure)) };
    default:
      return { from, to };
  }
}

function firstOf({ days }: MeasuredDays): number {
  const rows = days[0]?.units.rows.values() ?? [];
  let first = Infinity;
  for (const row of rows) first = Math.min(first, row[AT.first] as number);
  return Number.isFinite(first) ? first : 0;
}

/** The units whose first decision falls in the period. */
function cohortOf(sums: DaySums, { from, to }: Period): DaySums {
  const rows = [...sums.units.rows].filter(([, row]) => {
    const day = dayOf(row[AT.first] as number);
    return day >= from && day <= to;
  });
  return { ...sums, units: { ...sums.units, rows: new Map(rows) } };
}

/** A measure over a part of the time. */
export interface SeriesPoint extends Period {
  readonly estimate: Estimated;
}

/** A measure day by day, or week by week over more than three weeks; the last part ends with the period. */
export function seriesOf(read: ReadMeasure, measure: Measure, period: Period): readonly SeriesPoint[] {
  const step = period.to - period.from >= 21 ? 7 : 1;
  const count = Math.floor((period.to - period.from + 1) / step);
  return Array.from({ length: count }, (_, i): SeriesPoint => {
    const to = period.to - (count - 1 - i) * step;
    const part = { from: to - step + 1, to };
    return { ...part, estimate: read(measure, part) };
  });
}
