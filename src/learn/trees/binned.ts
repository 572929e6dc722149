import type { Prepared } from "../training.ts";
import { assignBins, type Bins, chooseBins } from "./bins.ts";

/** Rows as bins, column by column: what trees are walked on. */
export interface BinnedRows {
  readonly rows: number;
  readonly features: readonly Bins[];
  /** The bin of feature f in row r is `bins[f * rows + r]`. */
  readonly bins: Uint8Array;
}

/**
 * The same rows a second time, row by row, for building histograms. A row lists only the bins in which it differs from
 * the feature's commonest one; that one is what the leaf's total leaves over. Mostly constant columns cost next to
 * nothing, and a row's gradient is read once for all features.
 */
export interface BinnedTraining extends BinnedRows {
  /** Feature f owns the histogram cells from `offsets[f]` up to `offsets[f + 1]`. */
  readonly offsets: Int32Array;
  /** Per feature: its commonest bin. */
  readonly common: Uint8Array;
  /** Row r lists `cells[starts[r]]` up to `cells[starts[r + 1]]`. */
  readonly starts: Int32Array;
  readonly cells: Uint16Array | Uint32Array;
}

/** Bins every column that could be split at all: one whose uncommon values are fewer than `minData` rows could not. */
export function binTraining(data: Prepared, rules: { maxBins: number; minData: number }): BinnedTraining {
  const chosen: { bins: Bins; values: Uint8Array; common: number }[] = [];
  data.columns.forEach((column, slot) => {
    const bins = chooseBins(column, slot, rules.maxBins);
    const values = new Uint8Array(data.rows);
    assignBins(bins, column, values);
    const { common, others } = commonest(values);
    if (others >= Math.max(1, rules.minData)) chosen.push({ bins, values, common });
  });
  const bins = new Uint8Array(chosen.length * data.rows);
  const offsets = new Int32Array(chosen.length + 1);
  chosen.forEach((feature, f) => {
    bins.set(feature.values, f * data.rows);
    offsets[f + 1] = (offsets[f] as number) + feature.bins.count;
  });
  const common = Uint8Array.from(chosen, (feature) => feature.common);
  const columns = { rows: data.rows, features: chosen.map((feature) => feature.bins), bins };
  return { ...columns, offsets, common, ...listCells(columns, offsets, common) };
}

/** Bins other rows in the same way. */
export function binRows(features: readonly Bins[], data: Prepared): BinnedRows {
  const bins = new Uint8Array(features.length * data.rows);
  features.forEach((feature, f) => {
    const column = data.columns[feature.slot];
    if (column !== undefined) assignBins(feature, column, bins.subarray(f * data.rows, (f + 1) * data.rows));
  });
  return { rows: data.rows, features, bins };
}

function commonest(values: Uint8Array): { readonly common: number; readonly others: number } {
  const counts = new Int32Array(256);
  for (let row = 0; row < values.length; row++) {
    const bin = values[row] as number;
    counts[bin] = (counts[bin] as number) + 1;
  }
  const most = counts.reduce((best, count) => Math.max(best, count), 0);
  return { common: counts.indexOf(most), others: values.length - most };
}

function listCells(
  { rows, bins }: BinnedRows,
  offsets: Int32Array,
  common: Uint8Array,
): Pick<BinnedTraining, "starts" | "cells"> {
  const starts = new Int32Array(rows + 1);
  for (let f = 0; f < common.length; f++) {
    for (let row = 0; row < rows; row++)
      if (bins[f * rows + row] !== common[f]) starts[row + 1] = (starts[row + 1] as number) + 1;
  }
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const size = starts[rows] as number;
  const cells = (offsets[common.length] as number) <= 65_536 ? new Uint16Array(size) : new Uint32Array(size);
  const next = starts.slice();
  for (let f = 0; f < common.length; f++) {
    for (let row = 0; row < rows; row++) {
      const bin = bins[f * rows + row] as number;
      if (bin === common[f]) continue;
      cells[next[row] as number] = (offsets[f] as number) + bin;
      next[row] = (next[row] as number) + 1;
    }
  }
  return { starts, cells };
}
