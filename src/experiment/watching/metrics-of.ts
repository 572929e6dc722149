import type { Measure, Objective, Quantity, WatchedMetric } from "../../objective/index.ts";
import { columnsOf, type Metric, type MetricFacts, type MetricShape } from "../readout/metric.ts";
import { fieldsIn, nameOf } from "./quantity.ts";

/** What is made of a quantity for each unit. */
export type Made =
  /** Its sum over the unit's decisions. */
  | "sum"
  /** The same; missing where it is known of none of them. */
  | "given"
  /** In how many of them it is known. */
  | "told"
  /** In how many of them it is above zero. */
  | "times"
  /** Whether it is in one of them: 1 or 0. */
  | "any"
  /** Every value, nested. */
  | "each";

/** Name of a column. */
export function columnFor(made: Made, quantity: Quantity): string {
  return `${made} ${nameOf(quantity)}`;
}

/** Name of the same column from before the experiment. */
export function beforeColumn(column: string): string {
  return `before ${column}`;
}

/** Name of the column of who is decided for again after so many days: 1, 0, or missing while it is too early. */
export function retainedColumn(day: number): string {
  return `retained ${day}`;
}

/** Metrics by name. */
export type Watched = Readonly<Record<string, WatchedMetric>>;

/** What an objective watches: metrics that an experiment can read, and the names of those that are no mean over its units. */
export interface WatchedHere {
  readonly watched: Watched;
  readonly unreadable: readonly string[];
}

/** The metrics that an objective watches; none while it is not stated. */
export function watchedOf(objective: Objective): WatchedHere {
  const all = Object.entries(objective.stated ? (objective.metrics ?? {}) : {});
  const isRead = ([, { measure }]: (typeof all)[number]): boolean => shapeOf(measure) !== null;
  return {
    watched: Object.fromEntries(all.filter(isRead)),
    unreadable: all.filter((one) => !isRead(one)).map(([name]) => name),
  };
}

/** The quantities that metrics are made of, each once. */
export function quantitiesOf(watched: Watched): readonly Quantity[] {
  const all = Object.values(watched).flatMap(({ measure }): readonly Quantity[] => {
    if (!("of" in measure)) return [];
    return measure.measure === "ratio" ? [measure.of, measure.over] : [measure.of];
  });
  return [...new Map(all.map((quantity) => [nameOf(quantity), quantity])).values()];
}

/** The outcomes that metrics are made of, each once. */
export function outcomesOf(watched: Watched): readonly string[] {
  return quantitiesOf(watched).flatMap((quantity) => (quantity.quantity === "outcome" ? [quantity.outcome] : []));
}

/** The fields of the contract that metrics ask for. */
export function fieldsOf(watched: Watched): readonly string[] {
  return quantitiesOf(watched).flatMap(fieldsIn);
}

/** The days by which metrics ask who has come back, each once. */
export function retentionDays(watched: Watched): readonly number[] {
  const days = Object.values(watched).flatMap(({ measure }) => (measure.measure === "retention" ? [measure.day] : []));
  return [...new Set(days)];
}

/** What an experiment's metrics are adjusted by. */
export interface MetricsOptions {
  /** Whether there are columns from before. */
  readonly before: boolean;
}

const MONEY: MetricFacts & MetricShape = {
  ...{ name: "money", kind: "mean", value: "money" },
  ...{ role: "success", direction: "increase", money: true, unit: "money" },
};

/** The metrics of an experiment: its money first, which the verdict is spoken in, then those that its objective watches. */
export function experimentMetrics(watched: Watched, { before }: MetricsOptions): readonly Metric[] {
  const money = before ? { ...MONEY, before: [beforeColumn(columnFor("sum", { quantity: "money" }))] } : MONEY;
  return [money, ...Object.entries(watched).flatMap(([name, metric]) => metricOf(name, metric, before))];
}

function metricOf(name: string, watched: WatchedMetric, before: boolean): readonly Metric[] {
  const { measure, role, direction, margin, outliers } = watched;
  const shape = shapeOf(measure);
  if (shape === null) return [];
  const metric: Metric = {
    ...{ name, role, direction },
    ...(margin === undefined ? {} : { margin }),
    ...(outliers === undefined ? {} : { outliers }),
    ...unitOf(measure),
    ...shape,
  };
  const hasPast = before && measure.measure !== "quantile" && measure.measure !== "retention";
  return [hasPast ? { ...metric, before: columnsOf(metric).map(beforeColumn) } : metric];
}

function unitOf(measure: Measure): Pick<MetricFacts, "unit"> {
  if (measure.measure === "share" || measure.measure === "retention") return { unit: "share" };
  if (measure.measure === "ratio" || !("of" in measure)) return {};
  const { quantity } = measure.of;
  if (quantity === "money" || quantity === "cost") return { unit: "money" };
  if (quantity === "latency") return { unit: "milliseconds" };
  return {};
}

/** A total is read as its mean over units, which moves as it does. Null: no mean over an experiment's units. */
function shapeOf(measure: Measure): MetricShape | null {
  switch (measure.measure) {
    case "mean":
      return measure.per === "unit"
        ? { kind: "mean", value: columnFor("sum", measure.of) }
        : { kind: "mean", value: columnFor("given", measure.of), per: columnFor("told", measure.of) };
    case "share":
      return measure.per === "unit"
        ? { kind: "proportion", value: columnFor("any", measure.of) }
        : { kind: "proportion", value: columnFor("times", measure.of), per: columnFor("told", measure.of) };
    case "ratio":
      return { kind: "ratio", numerator: columnFor("sum", measure.of), denominator: columnFor("sum", measure.over) };
    case "quantile":
      return { kind: "quantile", value: columnFor("each", measure.of), q: measure.q };
    case "retention":
      return { kind: "proportion", value: retainedColumn(measure.day) };
    case "total":
      return { kind: "mean", value: columnFor("sum", measure.of) };
    default:
      return null;
  }
}
