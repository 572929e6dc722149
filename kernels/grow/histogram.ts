/** Histograms: per bin of each feature, the summed cells of the rows in it; see `reference/histogram.ts`. */
import { at, int } from "./args";

/** So many rows at a time: their bins and cells stay in the nearest cache while the features pass by, many at a time. */
const TILE: i32 = 256;

// The head of the arguments of `count` and `settle`: the list of rows, their cells, the table, its stride, the first
// histogram cell of each feature, how many features are in the table, the starts of the rows' lists of other cells, and
// these lists; then the begin and the end of the leaf in the list of rows.

// @ts-ignore: decorator
@inline
function add(histogram: usize, bin: u32, cell: i64): void {
  const place = histogram + (<usize>bin << 3);
  store<i64>(place, load<i64>(place) + cell);
}

/** Counts some rows of a leaf into a histogram of their own. 10: a bit per part; 11: their histograms; 12: cells in each. */
export function countPart(args: usize, part: i32): void {
  const begin = int(args, 8);
  const size = int(args, 9) - begin;
  const parts = 32 - clz(int(args, 10));
  const first = begin + i32(<i64>size * part / parts);
  const last = begin + i32(<i64>size * (part + 1) / parts);
  const bytes = <usize>int(args, 12) << 3;
  const histogram = at(args, 11) + <usize>part * bytes;
  memory.fill(histogram, 0, bytes);
  accumulate(args, histogram, first, last, 0, int(args, 5));
  accumulateListed(args, histogram, first, last);
}

/** Adds the features that each row lists only where they differ from the commonest bin. */
export function accumulateListed(args: usize, histogram: usize, begin: i32, end: i32): void {
  const starts = at(args, 6);
  const listed = at(args, 7);
  if (starts == 0) return;
  for (let i = begin; i < end; i++) {
    const row = <usize>load<u32>(at(args, 0) + (<usize>i << 2));
    const cell = load<i64>(at(args, 1) + (row << 3));
    const stop = listed + (<usize>load<i32>(starts + (row << 2), 4) << 2);
    for (let from = listed + (<usize>load<i32>(starts + (row << 2)) << 2); from < stop; from += 4)
      add(histogram, load<u32>(from), cell);
  }
}

/** Adds rows `begin` to `end` of the list to the histogram of features `first` to `last`, all of them in the table. */
export function accumulate(args: usize, histogram: usize, begin: i32, end: i32, first: i32, last: i32): void {
  for (let tile = begin; tile < end; tile += TILE) {
    const rest = min(end, tile + TILE);
    if (int(args, 29)) touch(args, tile, rest);
    let f = first;
    for (; f + 16 <= last; f += 16) addSixteen(args, histogram, tile, rest, f);
    for (; f + 8 <= last; f += 8) addEight(args, histogram, tile, rest, f);
    for (; f + 4 <= last; f += 4) addFour(args, histogram, tile, rest, f);
    if (f + 2 <= last) {
      addTwo(args, histogram, tile, rest, f);
      f += 2;
    }
    if (f < last) addOne(args, histogram, tile, rest, f);
  }
}

/**
 * Fetches scattered rows into the cache. Loads that wait for memory overlap in this short loop; in the long ones below, few
 * of them fit into the processor's window, and each would be waited for. 3.5 times as fast on a tenth of a million rows.
 */
function touch(args: usize, begin: i32, end: i32): void {
  const cells = at(args, 1);
  const table = at(args, 2);
  const stride = <usize>int(args, 3);
  let sum: u32 = 0;
  for (let i = begin; i < end; i++) {
    const row = <usize>load<u32>(at(args, 0) + (<usize>i << 2));
    sum += load<u8>(cells + (row << 3));
    for (let line: usize = 0; line < stride; line += 64) sum += load<u8>(table + row * stride + line);
  }
  // Never so: it keeps the loads from being optimised away.
  if (sum == 0xffffffff) unreachable();
}

function addSixteen(args: usize, histogram: usize, begin: i32, end: i32, f: i32): void {
  const cells = at(args, 1);
  const table = at(args, 2) + <usize>f;
  const stride = <usize>int(args, 3);
  const offsets = at(args, 4) + (<usize>f << 2);
  const h0 = histogram + (<usize>load<i32>(offsets) << 3);
  const h1 = histogram + (<usize>load<i32>(offsets, 4) << 3);
  const h2 = histogram + (<usize>load<i32>(offsets, 8) << 3);
  const h3 = histogram + (<usize>load<i32>(offsets, 12) << 3);
  const h4 = histogram + (<usize>load<i32>(offsets, 16) << 3);
  const h5 = histogram + (<usize>load<i32>(offsets, 20) << 3);
  const h6 = histogram + (<usize>load<i32>(offsets, 24) << 3);
  const h7 = histogram + (<usize>load<i32>(offsets, 28) << 3);
  const h8 = histogram + (<usize>load<i32>(offsets, 32) << 3);
  const h9 = histogram + (<usize>load<i32>(offsets, 36) << 3);
  const h10 = histogram + (<usize>load<i32>(offsets, 40) << 3);
  const h11 = histogram + (<usize>load<i32>(offsets, 44) << 3);
  const h12 = histogram + (<usize>load<i32>(offsets, 48) << 3);
  const h13 = histogram + (<usize>load<i32>(offsets, 52) << 3);
  const h14 = histogram + (<usize>load<i32>(offsets, 56) << 3);
  const h15 = histogram + (<usize>load<i32>(offsets, 60) << 3);
  let from = at(args, 0) + (<usize>begin << 2);
  const stop = at(args, 0) + (<usize>end << 2);
  for (; from < stop; from += 4) {
    const row = <usize>load<u32>(from);
    const cell = load<i64>(cells + (row << 3));
    const bins = table + row * stride;
    add(h0, load<u8>(bins), cell);
    add(h1, load<u8>(bins, 1), cell);
    add(h2, load<u8>(bins, 2), cell);
    add(h3, load<u8>(bins, 3), cell);
    add(h4, load<u8>(bins, 4), cell);
    add(h5, load<u8>(bins, 5), cell);
    add(h6, load<u8>(bins, 6), cell);
    add(h7, load<u8>(bins, 7), cell);
    add(h8, load<u8>(bins, 8), cell);
    add(h9, load<u8>(bins, 9), cell);
    add(h10, load<u8>(bins, 10), cell);
    add(h11, load<u8>(bins, 11), cell);
    add(h12, load<u8>(bins, 12), cell);
    add(h13, load<u8>(bins, 13), cell);
    add(h14, load<u8>(bins, 14), cell);
    add(h15, load<u8>(bins, 15), cell);
  }
}

function addEight(args: usize, histogram: usize, begin: i32, end: i32, f: i32): void {
  const cells = at(args, 1);
  const table = at(args, 2) + <usize>f;
  const stride = <usize>int(args, 3);
  const offsets = at(args, 4) + (<usize>f << 2);
  const h0 = histogram + (<usize>load<i32>(offsets) << 3);
  const h1 = histogram + (<usize>load<i32>(offsets, 4) << 3);
  const h2 = histogram + (<usize>load<i32>(offsets, 8) << 3);
  const h3 = histogram + (<usize>load<i32>(offsets, 12) << 3);
  const h4 = histogram + (<usize>load<i32>(offsets, 16) << 3);
  const h5 = histogram + (<usize>load<i32>(offsets, 20) << 3);
  const h6 = histogram + (<usize>load<i32>(offsets, 24) << 3);
  const h7 = histogram + (<usize>load<i32>(offsets, 28) << 3);
  let from = at(args, 0) + (<usize>begin << 2);
  const stop = at(args, 0) + (<usize>end << 2);
  for (; from < stop; from += 4) {
    const row = <usize>load<u32>(from);
    const cell = load<i64>(cells + (row << 3));
    const bins = table + row * stride;
    add(h0, load<u8>(bins), cell);
    add(h1, load<u8>(bins, 1), cell);
    add(h2, load<u8>(bins, 2), cell);
    add(h3, load<u8>(bins, 3), cell);
    add(h4, load<u8>(bins, 4), cell);
    add(h5, load<u8>(bins, 5), cell);
    add(h6, load<u8>(bins, 6), cell);
    add(h7, load<u8>(bins, 7), cell);
  }
}

function addFour(args: usize, histogram: usize, begin: i32, end: i32, f: i32): void {
  const cells = at(args, 1);
  const table = at(args, 2) + <usize>f;
  const stride = <usize>int(args, 3);
  const offsets = at(args, 4) + (<usize>f << 2);
  const a = histogram + (<usize>load<i32>(offsets) << 3);
  const b = histogram + (<usize>load<i32>(offsets, 4) << 3);
  const c = histogram + (<usize>load<i32>(offsets, 8) << 3);
  const d = histogram + (<usize>load<i32>(offsets, 12) << 3);
  let from = at(args, 0) + (<usize>begin << 2);
  const stop = at(args, 0) + (<usize>end << 2);
  for (; from < stop; from += 4) {
    const row = <usize>load<u32>(from);
    const cell = load<i64>(cells + (row << 3));
    const bins = table + row * stride;
    add(a, load<u8>(bins), cell);
    add(b, load<u8>(bins, 1), cell);
    add(c, load<u8>(bins, 2), cell);
    add(d, load<u8>(bins, 3), cell);
  }
}

function addTwo(args: usize, histogram: usize, begin: i32, end: i32, f: i32): void {
  const cells = at(args, 1);
  const table = at(args, 2) + <usize>f;
  const stride = <usize>int(args, 3);
  const offsets = at(args, 4) + (<usize>f << 2);
  const a = histogram + (<usize>load<i32>(offsets) << 3);
  const b = histogram + (<usize>load<i32>(offsets, 4) << 3);
  let from = at(args, 0) + (<usize>begin << 2);
  const stop = at(args, 0) + (<usize>end << 2);
  for (; from < stop; from += 4) {
    const row = <usize>load<u32>(from);
    const cell = load<i64>(cells + (row << 3));
    const bins = table + row * stride;
    add(a, load<u8>(bins), cell);
    add(b, load<u8>(bins, 1), cell);
  }
}

function addOne(args: usize, histogram: usize, begin: i32, end: i32, f: i32): void {
  const cells = at(args, 1);
  const table = at(args, 2) + <usize>f;
  const stride = <usize>int(args, 3);
  const a = histogram + (<usize>load<i32>(at(args, 4) + (<usize>f << 2)) << 3);
  let from = at(args, 0) + (<usize>begin << 2);
  const stop = at(args, 0) + (<usize>end << 2);
  for (; from < stop; from += 4) {
    const row = <usize>load<u32>(from);
    add(a, load<u8>(table + row * stride), load<i64>(cells + (row << 3)));
  }
}
