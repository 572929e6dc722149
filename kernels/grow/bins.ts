/** From values to bins. */
import { at, int } from "./args";

/** Turns a double into a word that sorts alike: negative numbers upside down, below the others. */
// @ts-ignore: decorator
@inline
function keyOf(bits: u64): u64 {
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}

// @ts-ignore: decorator
@inline
function bitsOf(key: u64): u64 {
  return key ^ (key >> 63 != 0 ? 0x8000000000000000 : 0xffffffffffffffff);
}

/** Sorts doubles ascending: a radix sort by bytes, least first, that skips a byte in which all agree. */
export function sort(list: usize, count: i32, spare: usize, counters: usize): void {
  memory.fill(counters, 0, 8192);
  for (let i = 0; i < count; i++) {
    const place = list + (<usize>i << 3);
    const key = keyOf(load<u64>(place));
    store<u64>(place, key);
    for (let digit = 0; digit < 8; digit++) {
      const counter = counters + (<usize>digit << 10) + (<usize>((key >> (<u64>digit << 3)) & 255) << 2);
      store<i32>(counter, load<i32>(counter) + 1);
    }
  }
  let from = list;
  let into = spare;
  for (let digit = 0; digit < 8; digit++) {
    if (!scatter(counters + (<usize>digit << 10), from, into, count, <u64>digit << 3)) continue;
    const held = from;
    from = into;
    into = held;
  }
  for (let i = 0; i < count; i++) {
    const offset = <usize>i << 3;
    store<u64>(list + offset, bitsOf(load<u64>(from + offset)));
  }
}

/** One pass by one byte; false when every key has the same. */
function scatter(counters: usize, from: usize, into: usize, count: i32, shift: u64): bool {
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    const counter = counters + (<usize>value << 2);
    const here = load<i32>(counter);
    if (here == count) return false;
    store<i32>(counter, sum);
    sum += here;
  }
  for (let i = 0; i < count; i++) {
    const key = load<u64>(from + (<usize>i << 3));
    const counter = counters + (<usize>((key >> shift) & 255) << 2);
    const place = load<i32>(counter);
    store<i32>(counter, place + 1);
    store<u64>(into + (<usize>place << 3), key);
  }
  return true;
}

/** How many of 256 cuts, filled up with infinities, lie below x: eight halvings without a branch. */
// @ts-ignore: decorator
@inline
function countBelow(cuts: usize, x: f64): i32 {
  let below: usize = cuts;
  below = select(below + 1024, below, load<f64>(below, 1016) < x);
  below = select(below + 512, below, load<f64>(below, 504) < x);
  below = select(below + 256, below, load<f64>(below, 248) < x);
  below = select(below + 128, below, load<f64>(below, 120) < x);
  below = select(below + 64, below, load<f64>(below, 56) < x);
  below = select(below + 32, below, load<f64>(below, 24) < x);
  below = select(below + 16, below, load<f64>(below, 8) < x);
  below = select(below + 8, below, load<f64>(below) < x);
  return i32((below - cuts) >> 3);
}

/** Writes the bins of some rows of a column. Arguments: values, 256 cuts, bins, rows, rows in a part. */
export function assignPart(args: usize, part: i32): void {
  const begin = part * int(args, 4);
  assign(at(args, 0), at(args, 1), at(args, 2), begin, min(int(args, 3), begin + int(args, 4)));
}

export function assign(values: usize, cuts: usize, bins: usize, begin: i32, end: i32): void {
  let row = begin;
  for (; row + 4 <= end; row += 4) {
    const from = values + (<usize>row << 3);
    const a = load<f64>(from);
    const b = load<f64>(from, 8);
    const c = load<f64>(from, 16);
    const d = load<f64>(from, 24);
    const i = countBelow(cuts, a) + 1;
    const j = countBelow(cuts, b) + 1;
    const k = countBelow(cuts, c) + 1;
    const l = countBelow(cuts, d) + 1;
    const into = bins + <usize>row;
    store<u8>(into, select(i, 0, a == a));
    store<u8>(into, select(j, 0, b == b), 1);
    store<u8>(into, select(k, 0, c == c), 2);
    store<u8>(into, select(l, 0, d == d), 3);
  }
  for (; row < end; row++) {
    const x = load<f64>(values + (<usize>row << 3));
    store<u8>(bins + <usize>row, select(countBelow(cuts, x) + 1, 0, x == x));
  }
}

/** Counts the bins of one column. Arguments: columns, rows, counters (256 words per column). */
export function tallyPart(args: usize, part: i32): void {
  const rows = int(args, 1);
  const column = at(args, 0) + <usize>part * <usize>rows;
  const counters = at(args, 2) + <usize>part * 1024;
  memory.fill(counters, 0, 1024);
  for (let row = 0; row < rows; row++) {
    const counter = counters + (<usize>load<u8>(column + <usize>row) << 2);
    store<i32>(counter, load<i32>(counter) + 1);
  }
}

/** Counts the codes of a column, from -1 on. Arguments: codes, rows, counters, how many of them. */
export function tallyCodesPart(args: usize): void {
  const counters = at(args, 2);
  const stop = at(args, 0) + (<usize>int(args, 1) << 2);
  for (let from = at(args, 0); from < stop; from += 4) {
    const place = load<i32>(from) + 1;
    if (<u32>place >= <u32>int(args, 3)) continue;
    const counter = counters + (<usize>place << 2);
    store<i32>(counter, load<i32>(counter) + 1);
  }
}

/** Writes the bins of a column's codes; 0 for a code beyond the list. Arguments: codes, rows, a bin per code from -1 on, how many, bins. */
export function assignCodesPart(args: usize): void {
  const ofCode = at(args, 2);
  const bins = at(args, 4);
  for (let row = 0; row < int(args, 1); row++) {
    const place = load<i32>(at(args, 0) + (<usize>row << 2)) + 1;
    store<u8>(bins + <usize>row, <u32>place < <u32>int(args, 3) ? load<u8>(ofCode + <usize>place) : 0);
  }
}

/** Lays some rows out row by row. Arguments: column addresses, columns, rows, table, its stride, rows in a part. */
export function transposePart(args: usize, part: i32): void {
  const addresses = at(args, 0);
  const columns = int(args, 1);
  const table = at(args, 3);
  const stride = <usize>int(args, 4);
  const begin = part * int(args, 5);
  const end = min(int(args, 2), begin + int(args, 5));
  for (let tile = begin; tile < end; tile += 256) {
    const last = min(end, tile + 256);
    for (let c = 0; c < columns; c++) {
      const column = <usize>load<u32>(addresses + (<usize>c << 2));
      let into = table + <usize>tile * stride + <usize>c;
      for (let row = tile; row < last; row++) {
        store<u8>(into, load<u8>(column + <usize>row));
        into += stride;
      }
    }
  }
}
