import type { Column, NumericColumn, Table } from "../../data/index.ts";
import { countUpTo } from "../../kernel/index.ts";

/** A feature cut into pieces, so that a split is found by counting. */
export interface BinnedColumn {
  readonly column: Column;
  /** Numbers: 0 is missing, bin i holds the values from `edges[i-1]`. Text: the code + 1. */
  readonly codes: Int32Array;
  readonly bins: number;
  readonly edges: Float64Array;
}

const MOST_BINS = 255;

/** Cuts every feature: numbers into at most 255 quantiles, texts into their levels. */
export function binFeatures(features: Table): readonly BinnedColumn[] {
  return features.columns.map((column) => {
    if (column.kind !== "text") return binNumbers(column);
    const codes = column.codes.map((code) => code + 1);
    return { column, codes, bins: column.levels.length + 1, edges: new Float64Array(0) };
  });
}

function binNumbers(column: NumericColumn): BinnedColumn {
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const edges = distinct.length <= MOST_BINS ? distinct : quantiles(sorted);
  const codes = Int32Array.from(column.values, (value) => (Number.isNaN(value) ? 0 : countUpTo(edges, value)));
  return { column, codes, bins: edges.length + 1, edges };
}

function quantiles(sorted: Float64Array): Float64Array {
  const cuts = Float64Array.from(
    { length: MOST_BINS },
    (_, i) => sorted[Math.floor((i * sorted.length) / MOST_BINS)] ?? 0,
  );
  return cuts.filter((value, i) => i === 0 || value !== cuts[i - 1]);
}

/** Rows and positives of each bin. */
export interface Counts {
  readonly rows: Float64Array;
  readonly positives: Float64Array;
}

/** Counts the given rows by bin. */
export function countBins({ codes, bins }: BinnedColumn, label: Float64Array, rows: Int32Array): Counts {
  const counts = { rows: new Float64Array(bins), positives: new Float64Array(bins) };
  for (const row of rows) {
    const bin = codes[row] as number;
    counts.rows[bin] = (counts.rows[bin] as number) + 1;
    counts.positives[bin] = (counts.positives[bin] as number) + (label[row] as number);
  }
  return counts;
}
