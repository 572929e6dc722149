import { countBelow } from "../../../kernel/index.ts";
import type { BinnedRows } from "../binning/binned-training.ts";
import { cutsOf } from "../binning/cuts.ts";
import type { CodedColumn, Column, Cutting, Table } from "../engine.ts";

/** Cuts columns of numbers and bins their rows. */
export function cut({ values, rows, step, maxBins, cuts, counts, bins }: Cutting): void {
  counts.forEach((_, column) => {
    const own = values.subarray(column * rows, (column + 1) * rows);
    const found = cutsOf(own, step, maxBins);
    const into = cuts.subarray(column * 256, (column + 1) * 256);
    into.fill(Infinity).set(found);
    counts[column] = found.length;
    assign({ values: own, cuts: into, bins: bins.subarray(column * rows, (column + 1) * rows) });
  });
}

/** A value's bin: one more than the cuts below it; 0 when it is missing. */
export function assign({ values, cuts, bins }: Column): void {
  for (let row = 0; row < bins.length; row++) {
    const x = values[row] as number;
    bins[row] = Number.isNaN(x) ? 0 : countBelow(cuts, x) + 1;
  }
}

/** Counts the codes of a column, from -1 on. */
export function tallyCodes(codes: Int32Array, counts: Int32Array): void {
  counts.fill(0);
  for (const code of codes) counts[code + 1] = (counts[code + 1] ?? 0) + 1;
}

/** Looks up the bin of every row's code. */
export function assignCodes({ codes, binOfCode, bins }: CodedColumn): void {
  for (let row = 0; row < bins.length; row++) bins[row] = binOfCode[(codes[row] as number) + 1] ?? 0;
}

/** Counts the rows of each bin, 256 numbers per column. */
export function tally({ rows, bins }: BinnedRows, counts: Int32Array): void {
  counts.fill(0);
  for (let at = 0; at < bins.length; at++) {
    const index = Math.floor(at / rows) * 256 + (bins[at] as number);
    counts[index] = (counts[index] as number) + 1;
  }
}

/** Copies columns into a table, row by row. */
export function transpose({ rows, bins }: BinnedRows, { columns, table, stride }: Table): void {
  columns.forEach((column, c) => {
    for (let row = 0; row < rows; row++) table[row * stride + c] = bins[column * rows + row] as number;
  });
}
