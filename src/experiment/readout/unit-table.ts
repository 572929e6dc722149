import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { columnsOf, type Metric } from "./metric.ts";

/** A number of each row that stands for a name; a row of no name has {@link NO_NAME}. */
export interface Coded {
  readonly codes: Uint16Array;
  readonly names: readonly string[];
}

/** The code of a row without a name. */
export const NO_NAME = 0xffff;

/** Many values a unit. */
export interface Nested {
  /** The row of each value's unit. */
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/**
 * The units of an experiment, one wide row each, every unit in one table only. A missing number is NaN. It may be a part
 * of the experiment: what comes of parts merges.
 */
export interface UnitTable {
  /** The arm that each unit met first. */
  readonly arms: Coded;
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** What was known of a unit before the experiment and splits units into kinds, for post-stratification. */
  readonly strata?: Coded;
  /** What effects are told apart by: country, device. Known before the experiment too. */
  readonly segments?: Readonly<Record<string, Coded>>;
  /** When each unit was first exposed, milliseconds since 1970: for checks on traffic and clocks, and nothing else. */
  readonly entered?: Float64Array;
  readonly nested?: Readonly<Record<string, Nested>>;
  /** For a metric, the columns of its value on day 0, 1, 2 … since first exposure: for the check on novelty. */
  readonly days?: Readonly<Record<string, readonly Float64Array[]>>;
}

interface Misfit {
  readonly what: string;
  readonly rule: string;
  readonly got: string;
}

export const tableMisfit: ErrorConstructor<Misfit> = defineError("experiment.table-misfit", {
  headline: "A table that does not fit the metrics",
  message: ({ what, rule, got }: Misfit) => `In the table of units, ${what} ${rule}. Got ${got}.`,
});

function checkLength(what: string, column: ArrayLike<number>, rows: number): void {
  if (column.length !== rows)
    throw tableMisfit({ what, rule: `must have a value for each of ${rows} units`, got: String(column.length) });
}

function checkMetric(table: UnitTable, metric: Metric): void {
  const nested = metric.kind === "quantile" && table.nested?.[metric.value] !== undefined;
  for (const name of [...(nested ? [] : columnsOf(metric)), ...(metric.before ?? [])])
    if (table.columns[name] === undefined)
      throw tableMisfit({ what: `the column \`${name}\``, rule: `of \`${metric.name}\` must be there`, got: "none" });
}

function isZeroOrOne(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value !== 0 && value !== 1 && value - value === 0) return false;
  }
  return true;
}

function checkShares(table: UnitTable, metric: Metric): void {
  if (metric.kind !== "proportion" || metric.per !== undefined) return;
  const values = table.columns[metric.value];
  if (values !== undefined && !isZeroOrOne(values))
    throw tableMisfit({
      what: `the column \`${metric.value}\``,
      rule: "of a proportion must hold 0 and 1",
      got: "more",
    });
}

/** Checks that a table has what the metrics ask for. Throws `experiment.table-misfit`. */
export function checkTable(table: UnitTable, metrics: readonly Metric[]): void {
  const rows = table.arms.codes.length;
  for (const [name, column] of Object.entries(table.columns)) checkLength(`the column \`${name}\``, column, rows);
  for (const [name, { codes }] of Object.entries(table.segments ?? {}))
    checkLength(`the segment \`${name}\``, codes, rows);
  if (table.strata !== undefined) checkLength("the strata", table.strata.codes, rows);
  if (table.entered !== undefined) checkLength("the times of entry", table.entered, rows);
  for (const metric of metrics) {
    checkMetric(table, metric);
    checkShares(table, metric);
  }
}
