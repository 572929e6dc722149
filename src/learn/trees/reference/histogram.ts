import type { BinnedTraining } from "../binning/binned-training.ts";
import type { Counting } from "../engine.ts";

/** Counts a leaf's rows: per bin of each feature, the sum of their cells. What the parent's histogram keeps is the sibling's. */
export function count(counting: Counting): void {
  const { histogram, parent } = counting;
  histogram.fill(0);
  addTable(counting);
  addListed(counting);
  completeCommon(counting);
  if (parent === undefined) return;
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (histogram[i] as number);
}

function add(histogram: Int32Array, cell: number, { cells, row }: { cells: Int32Array; row: number }): void {
  histogram[cell * 2] = (histogram[cell * 2] as number) + (cells[row * 2] as number);
  histogram[cell * 2 + 1] = (histogram[cell * 2 + 1] as number) + (cells[row * 2 + 1] as number);
}

function addTable({ data, rows, cells, begin, end, histogram }: Counting): void {
  const { table, stride, dense, offsets } = data;
  for (let i = begin; i < end; i++) {
    const row = rows[i] as number;
    for (let f = 0; f < dense; f++)
      add(histogram, (offsets[f] as number) + (table[row * stride + f] as number), { cells, row });
  }
}

function addListed({ data, rows, cells, begin, end, histogram }: Counting): void {
  const { starts, listed } = data;
  if (listed.length === 0) return;
  for (let i = begin; i < end; i++) {
    const row = rows[i] as number;
    const stop = starts[row + 1] as number;
    for (let at = starts[row] as number; at < stop; at++) add(histogram, listed[at] as number, { cells, row });
  }
}

/** Gives a listed feature's commonest bin what the other bins leave of the leaf. */
function completeCommon({ data, histogram, total }: Counting): void {
  const { offsets, dense, features, shapes } = data;
  for (let f = dense; f < features.length; f++) {
    let { gradient, hessian } = total;
    for (let cell = offsets[f] as number; cell < (offsets[f + 1] as number); cell++) {
      hessian -= histogram[cell * 2] as number;
      gradient -= histogram[cell * 2 + 1] as number;
    }
    const common = (offsets[f] as number) + (shapes[f * 2 + 1] as number);
    histogram[common * 2] = hessian;
    histogram[common * 2 + 1] = gradient;
  }
}

/** A feature's part of a histogram. */
export function ofFeature({ offsets }: BinnedTraining, histogram: Int32Array, feature: number): Int32Array {
  return histogram.subarray((offsets[feature] as number) * 2, (offsets[feature + 1] as number) * 2);
}
