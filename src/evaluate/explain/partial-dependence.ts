import { type Cell, type Column, cell, column, type Table, takeRows } from "../../data/index.ts";
import { changesScorer, type Model, outputsOf } from "../../model/index.ts";

/** The model's output with one feature set to a value in every row. */
export interface DependencePoint {
  readonly value: Cell;
  /** The mean over the rows, and the range that holds the middle 80 % of them. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How finely a dependence is drawn, and of which output. */
export interface DependenceOptions {
  /** Values that are tried. Default 20. */
  readonly points?: number;
  /** Rows that are averaged over; an even selection where there are more. Default 1,000. */
  readonly rows?: number;
  /** Which output. Default 0. */
  readonly output?: number;
}

/**
 * What a model answers on average while one feature takes one value after the other and everything else stays as it is;
 * numbers at their quantiles, categories by how common they are. It speaks of the model, not of causes. Friedman, Greedy
 * function approximation, 2001; the spread over rows: Goldstein et al., 2015.
 */
export function partialDependence(
  model: Model,
  table: Table,
  { feature, points = 20, rows = 1_000, output = 0 }: DependenceOptions & { readonly feature: string },
): readonly DependencePoint[] {
  const sample = everyNth(table, rows);
  const own = column(sample, feature);
  const width = outputsOf(model.signature);
  const score = changesScorer(model, sample);
  return valuesOf(own, points).map((value) => {
    const scores = score(withValue(sample, feature, value));
    const ofOutput = Float64Array.from({ length: sample.rows }, (_, row) => scores[row * width + output] as number);
    const sorted = ofOutput.toSorted();
    return { value, mean: meanOf(ofOutput), low: rank(sorted, 0.1), high: rank(sorted, 0.9) };
  });
}

/** At most `most` rows of a table, evenly spread over it. */
export function everyNth(table: Table, most: number): Table {
  const step = Math.ceil(table.rows / most);
  if (step <= 1) return table;
  return takeRows(
    table,
    Int32Array.from({ length: Math.ceil(table.rows / step) }, (_, i) => i * step),
  );
}

/** A table in which one feature has the same value in every row. */
export function withValue(table: Table, feature: string, value: Cell): Table {
  return {
    rows: table.rows,
    columns: table.columns.map((each) => (each.name === feature ? filled(each, value, table.rows) : each)),
  };
}

function filled(own: Column, value: Cell, rows: number): Column {
  if (own.kind !== "text")
    return { ...own, values: new Float64Array(rows).fill(value === null ? Number.NaN : Number(value)) };
  return value === null
    ? { ...own, codes: new Int32Array(rows).fill(-1) }
    : { ...own, codes: new Int32Array(rows), levels: [String(value)] };
}

/** Numbers at even quantiles, each once; the commonest levels; both flags. */
function valuesOf(own: Column, points: number): readonly Cell[] {
  if (own.kind === "flag") return [false, true];
  if (own.kind === "text") return commonest(own.codes, own.levels, points);
  const present = own.values.filter((value) => !Number.isNaN(value)).sort();
  if (present.length === 0) return [null];
  const picked = Array.from({ length: points }, (_, i) => rank(present, points === 1 ? 0.5 : i / (points - 1)));
  return [...new Set(picked)];
}

function commonest(codes: Int32Array, levels: readonly string[], points: number): readonly Cell[] {
  const counts = new Float64Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  return levels
    .map((level, code) => ({ level, count: counts[code] as number }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1))
    .slice(0, points)
    .map(({ level }) => level);
}

function rank(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] as number;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What every row's cell of a feature is. */
export function cellsOf(table: Table, feature: string): readonly Cell[] {
  const own = column(table, feature);
  return Array.from({ length: table.rows }, (_, row) => cell(own, row));
}
