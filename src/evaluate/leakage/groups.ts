import { type Column, isMissing, type Table } from "../../data/index.ts";
import { regularisedBeta } from "../../stats/index.ts";

/** A field that ties rows together which a split has torn apart. */
export interface GroupSuspect {
  readonly field: string;
  readonly groups: number;
  /** How alike the labels of one group are: the intraclass correlation, 0 none and 1 all the same. */
  readonly correlation: number;
  /** Share of the judged rows with a row of their group among those that were learned from. */
  readonly torn: number;
}

export interface GroupCase {
  readonly fields: Table;
  /** 0 or 1, or any number. */
  readonly label: Float64Array;
  readonly taught: Int32Array;
  readonly judged: Int32Array;
}

/** Groups of more rows on average than this are categories. */
const LARGEST = 50;
const FEWEST = 30;
/** Rows that are less alike than this do little harm on two sides. */
const ALIKE = 0.1;
/** Allowed for each field: there are many. */
const SIGNIFICANT = 0.0005;
const TORN = 0.1;

/**
 * Looks for fields whose equal values share the label, beyond chance and beyond what the order of their values explains,
 * and are on both sides of the split. Analysis of variance: Donner. A review of inference procedures for the intraclass
 * correlation coefficient. International Statistical Review 54, 1986.
 */
export function groupSuspects({ fields, label, taught, judged }: GroupCase): readonly GroupSuspect[] {
  return fields.columns.flatMap((column) => {
    if (column.kind === "time" || column.kind === "flag") return [];
    const sums = groupSums(column, label);
    if (sums === undefined) return [];
    const correlation = correlationOf(sums, column.kind === "number");
    if (correlation < ALIKE) return [];
    const torn = tornShare(column, taught, judged);
    return torn < TORN ? [] : [{ field: column.name, groups: sums.size, correlation, torn }];
  });
}

interface Sum {
  readonly value: number;
  readonly rows: number;
  readonly sum: number;
  readonly squares: number;
}

/** By value, in order of value; undefined where the values are no groups. */
function groupSums(column: Column, label: Float64Array): ReadonlyMap<number, Sum> | undefined {
  const cells = column.kind === "text" ? column.codes : column.values;
  const sums = new Map<number, Sum>();
  let present = 0;
  for (let row = 0; row < cells.length; row++) {
    if (isMissing(column, row)) continue;
    present++;
    const [value, y] = [cells[row] as number, label[row] as number];
    const { rows, sum, squares } = sums.get(value) ?? { rows: 0, sum: 0, squares: 0 };
    sums.set(value, { value, rows: rows + 1, sum: sum + y, squares: squares + y * y });
  }
  const size = present / sums.size;
  return sums.size < FEWEST || size < 1.2 || size > LARGEST ? undefined : sums;
}

/** 0 where chance explains it. Of numbers, what neighbouring values share is no matter of groups and is taken off. */
function correlationOf(sums: ReadonlyMap<number, Sum>, isOrdered: boolean): number {
  const groups = [...sums.values()];
  const [count, rows] = [groups.length, total(groups, (g) => g.rows)];
  const mean = total(groups, (g) => g.sum) / rows;
  const between = total(groups, (g) => g.rows * (g.sum / g.rows - mean) ** 2) / (count - 1);
  const within = total(groups, (g) => g.squares - g.sum ** 2 / g.rows) / (rows - count);
  if (fSurvival(between / within, count - 1, rows - count) > SIGNIFICANT) return 0;
  const size = (rows - total(groups, (g) => g.rows ** 2) / rows) / (count - 1);
  const ofGroups = (between - within) / size;
  const ofOrder = isOrdered ? sharedByNeighbours(groups, mean) : 0;
  return Math.max(0, (ofGroups - ofOrder) / (ofGroups + within));
}

function total(groups: readonly Sum[], of: (group: Sum) => number): number {
  return groups.reduce((sum, group) => sum + of(group), 0);
}

/** Covariance of the means of groups that follow one another. */
function sharedByNeighbours(groups: readonly Sum[], mean: number): number {
  const sorted = groups.toSorted((a, b) => a.value - b.value);
  const products = sorted
    .slice(1)
    .map((group, i) => (group.sum / group.rows - mean) * ((sorted[i] as Sum).sum / (sorted[i] as Sum).rows - mean));
  return Math.max(0, products.reduce((sum, product) => sum + product, 0) / products.length);
}

/** The chance of a larger quotient of variances. */
function fSurvival(quotient: number, above: number, below: number): number {
  if (!(quotient < Infinity)) return 0;
  return regularisedBeta(below / (below + above * quotient), below / 2, above / 2);
}

function tornShare(column: Column, taught: Int32Array, judged: Int32Array): number {
  const cells = column.kind === "text" ? column.codes : column.values;
  const known = new Set(Array.from(taught, (row) => cells[row]));
  const torn = judged.filter((row) => !isMissing(column, row) && known.has(cells[row])).length;
  return torn / Math.max(1, judged.length);
}
