import type { Bins } from "./bins.ts";

/** Rows as bins, column by column: what rows are sorted and trees are walked by. */
export interface BinnedRows {
  readonly rows: number;
  /** The bin of feature f in row r is `bins[f * rows + r]`. */
  readonly bins: Uint8Array;
}

/**
 * The same rows a second time, row by row, for building histograms: a row's gradient is read once for all features.
 * The features that nearly always have the same bin come last, and a row lists only those in which it differs; the
 * commonest bin is what the leaf's total leaves over. Mostly constant columns cost next to nothing.
 */
export interface BinnedTraining extends BinnedRows {
  readonly features: readonly Bins[];
  /** So many features are in the table; the others are listed. */
  readonly dense: number;
  /** Row r starts at `table[r * stride]`, a byte per dense feature. */
  readonly table: Uint8Array;
  readonly stride: number;
  /** Feature f owns the histogram cells from `offsets[f]` up to `offsets[f + 1]`. */
  readonly offsets: Int32Array;
  /** Per feature, side by side: how many bins it has, negative for levels; and its commonest bin. */
  readonly shapes: Int32Array;
  /** Row r lists the cells `listed[starts[r]]` up to `listed[starts[r + 1]]`; both empty when every feature is dense. */
  readonly starts: Int32Array;
  readonly listed: Int32Array;
}

/** How many cells a histogram has. */
export function cellsOf({ offsets, features }: BinnedTraining): number {
  return offsets[features.length] as number;
}
