import type { Estimated } from "../../stats/index.ts";
import { DAY, dayOf } from "./day-sums.ts";
import type { ListedMetric } from "./listed-metrics.ts";
import { type MeasuredDays, measureReader, type Period, type SeriesPoint, seriesOf } from "./measure-reader.ts";
import { type MetricStanding, standingOf } from "./standing.ts";

/** A metric, where it stands, and how it went. */
export interface MetricReading {
  readonly listed: ListedMetric;
  readonly estimate: Estimated;
  readonly standing: MetricStanding;
  readonly series: readonly SeriesPoint[];
}

/** All metrics of a system over a period. */
export interface MetricsRead {
  readonly period: Period;
  /** When the first decision of all was made, milliseconds since 1970; the start of its day. */
  readonly since: number | undefined;
  readonly decisions: number;
  /** Events that broke their contract. */
  readonly refused: number;
  /** Those whose re-evaluation is overdue come first. */
  readonly readings: readonly MetricReading[];
}

/** Reads listed metrics over the last so many days, today included. */
export function readMetrics(of: MeasuredDays, listed: readonly ListedMetric[], days: number): MetricsRead {
  const first = of.days[0]?.from;
  const to = dayOf(of.now);
  const period = { from: Math.max(to - days + 1, first ?? to), to };
  const today = new Date(of.now).toISOString().slice(0, 10);
  const readMeasure = measureReader(of);
  const readings = listed.map((one): MetricReading => {
    const estimate = readMeasure(one.measure, period);
    const { goal, direction } = one;
    const standing = standingOf({ goal, direction, estimate, today });
    return { listed: one, estimate, standing, series: seriesOf(readMeasure, one.measure, period) };
  });
  const within = of.days.filter((day) => day.from >= period.from);
  return {
    period,
    since: first === undefined ? undefined : first * DAY,
    decisions: within.reduce((sum, { decisions }) => sum + decisions, 0),
    refused: within.reduce((sum, { refused }) => sum + refused, 0),
    readings: [...readings].sort((a, b) => Number(b.standing.overdue) - Number(a.standing.overdue)),
  };
}
