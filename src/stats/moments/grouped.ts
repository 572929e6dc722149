import { type Comoments, mergeComoments, noComoments } from "./comoments.ts";
import {
  addGroup,
  cappedBlock,
  type GroupedColumn,
  type GroupSums,
  momentsAt,
  type RowRange,
  shiftOf,
  strideOf,
} from "./grouped-sums.ts";

/** A row of no group. */
export const NO_GROUP = 0xffff;

/** Rows that are summed about one value before their moments are merged: what a processor's cache holds. */
const BLOCK = 1 << 13;

/** Rows put in the order of their groups, block by block: made once for all columns. */
export interface RowsByGroup {
  readonly rows: number;
  readonly groups: number;
  /** Of each block, its rows counted from its first, group by group. */
  readonly order: Uint16Array;
  /** Where in `order` group g of block b begins: at b (groups + 1) + g. */
  readonly starts: Int32Array;
}

/** Sorts rows by their group, from 0; {@link NO_GROUP}, and whatever lies above the last group, is passed over. */
export function rowsByGroup(codes: Uint16Array, groups: number): RowsByGroup {
  const blocks = Math.ceil(codes.length / BLOCK);
  const order = new Uint16Array(codes.length);
  const starts = new Int32Array(blocks * (groups + 1));
  const next = new Int32Array(groups);
  for (let block = 0; block < blocks; block++) {
    const range = { start: block * BLOCK, end: Math.min(codes.length, (block + 1) * BLOCK) };
    const of = starts.subarray(block * (groups + 1), (block + 1) * (groups + 1));
    countInto(of, codes, range);
    next.set(of.subarray(0, groups));
    for (let row = range.start; row < range.end; row++) {
      const group = codes[row] as number;
      if (group >= groups) continue;
      const at = next[group] as number;
      order[at] = row - range.start;
      next[group] = at + 1;
    }
  }
  return { rows: codes.length, groups, order, starts };
}

/** Where each group of a block begins; the last number is where the block's last group ends. */
function countInto(starts: Int32Array, codes: Uint16Array, { start, end }: RowRange): void {
  const groups = starts.length - 1;
  for (let row = start; row < end; row++) {
    const group = codes[row] as number;
    if (group < groups) starts[group + 1] = (starts[group + 1] as number) + 1;
  }
  starts[0] = start;
  for (let group = 0; group < groups; group++)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number);
}

/** How many rows each group has. */
export function groupSizes({ starts, groups }: RowsByGroup): readonly number[] {
  const sizes = new Array<number>(groups).fill(0);
  for (let at = 0; at < starts.length; at += groups + 1)
    for (let group = 0; group < groups; group++)
      sizes[group] = (sizes[group] as number) + (starts[at + group + 1] as number) - (starts[at + group] as number);
  return sizes;
}

/** What came of a group's rows. */
export interface GroupMoments {
  readonly moments: Comoments;
  /** Rows that lack a number. */
  readonly missing: number;
  /** Rows with a number that is not finite. */
  readonly infinite: number;
}

/**
 * Moments of the rows of each group, in one pass over typed columns. Each block is summed about a value from its middle,
 * so that a large mean costs no digits; how rows are cut into parts changes the result by rounding alone.
 */
export function groupedComoments(columns: readonly GroupedColumn[], by: RowsByGroup): readonly GroupMoments[] {
  const { groups, rows } = by;
  const width = columns.length;
  const space = columns.map(({ low, high }) => new Float64Array(low === undefined && high === undefined ? 0 : BLOCK));
  const fills = Float64Array.from(columns, ({ missingAs = Number.NaN }) => missingAs);
  const sums: GroupSums = {
    of: new Float64Array(groups * strideOf(width)),
    shifts: new Float64Array(width),
    missing: new Float64Array(groups),
    infinite: new Float64Array(groups),
  };
  let merged: readonly Comoments[] = Array.from({ length: groups }, () => noComoments(width));
  for (let start = 0, block = 0; start < rows; start += BLOCK, block++) {
    const range = { start, end: Math.min(rows, start + BLOCK) };
    for (let c = 0; c < width; c++) sums.shifts[c] = shiftOf(columns[c] as GroupedColumn, range);
    sums.of.fill(0);
    const values = columns.map((column, c) => cappedBlock(column, range, space[c] as Float64Array));
    for (let group = 0; group < groups; group++)
      addGroup({ columns: values, fills, group, rows: rowsOf(by, block, group) }, sums);
    merged = merged.map((moments, group) => mergeComoments(moments, momentsAt(sums, group)));
  }
  return merged.map((moments, group) => ({
    moments,
    missing: sums.missing[group] as number,
    infinite: sums.infinite[group] as number,
  }));
}

function rowsOf({ order, starts, groups }: RowsByGroup, block: number, group: number): Uint16Array {
  const at = block * (groups + 1) + group;
  return order.subarray(starts[at] as number, starts[at + 1] as number);
}
