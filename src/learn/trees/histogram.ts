import type { BinnedTraining } from "./binned.ts";

/** What is known of a set of rows: summed gradients, summed hessians, how many. */
export interface Totals {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

/** The same per histogram cell: gradient and hessian of cell c at `sums[2c]` and `sums[2c + 1]`. */
export interface Histogram {
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/** A histogram of zeros. */
export function emptyHistogram(cells: number): Histogram {
  return { sums: new Float64Array(cells * 2), counts: new Int32Array(cells) };
}

/** Row numbers and, for every row of the data, its gradient and hessian side by side. */
export interface LeafRows {
  readonly rows: Int32Array;
  readonly pairs: Float32Array;
}

/** The sums over some rows. */
export function totalsOf({ rows, pairs }: LeafRows): Totals {
  let gradient = 0;
  let hessian = 0;
  for (let i = 0; i < rows.length; i++) {
    const at = (rows[i] as number) * 2;
    gradient += pairs[at] as number;
    hessian += pairs[at + 1] as number;
  }
  return { gradient, hessian, count: rows.length };
}

/** What is left of the whole without the part. */
export function subtractTotals(whole: Totals, part: Totals): Totals {
  return {
    gradient: whole.gradient - part.gradient,
    hessian: whole.hessian - part.hessian,
    count: whole.count - part.count,
  };
}

/** Fills a histogram from rows. The commonest bin of each feature is left for {@link completeCommon}. */
export function accumulate({ sums, counts }: Histogram, data: BinnedTraining, { rows, pairs }: LeafRows): void {
  const { starts, cells } = data;
  sums.fill(0);
  counts.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const gradient = pairs[row * 2] as number;
    const hessian = pairs[row * 2 + 1] as number;
    const end = starts[row + 1] as number;
    for (let at = starts[row] as number; at < end; at++) {
      const cell = cells[at] as number;
      sums[cell * 2] = (sums[cell * 2] as number) + gradient;
      sums[cell * 2 + 1] = (sums[cell * 2 + 1] as number) + hessian;
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
}

/** Gives each feature's commonest bin what the other bins leave of the total. */
export function completeCommon({ sums, counts }: Histogram, data: BinnedTraining, totals: Totals): void {
  const { offsets, common } = data;
  for (let f = 0; f < common.length; f++) {
    let { gradient, hessian, count } = totals;
    const end = offsets[f + 1] as number;
    for (let cell = offsets[f] as number; cell < end; cell++) {
      gradient -= sums[cell * 2] as number;
      hessian -= sums[cell * 2 + 1] as number;
      count -= counts[cell] as number;
    }
    const cell = (offsets[f] as number) + (common[f] as number);
    sums[cell * 2] = gradient;
    sums[cell * 2 + 1] = hessian;
    counts[cell] = count;
  }
}

/** Turns a parent's histogram into that of the child that was not counted. */
export function subtract(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.sums.length; i++) parent.sums[i] = (parent.sums[i] as number) - (child.sums[i] as number);
  for (let i = 0; i < parent.counts.length; i++)
    parent.counts[i] = (parent.counts[i] as number) - (child.counts[i] as number);
}
