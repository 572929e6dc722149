import { bitsOf, hashHigh, hashLow } from "./hash";

// What src/stats/sketches/tally.ts lays down at `at`.
@inline export function first(at: i32): i32 { return at; }
@inline export function second(at: i32): i32 { return at + 4; }
@inline export function used(at: i32): i32 { return at + 8; }
@inline export function capacity(at: i32): i32 { return i32.load(at, 12); }
/** Bytes of the cells, a power of two. */
@inline export function size(at: i32): i32 { return i32.load(at, 16); }
/** Whether counts are no longer exact. */
@inline export function inexact(at: i32): i32 { return at + 20; }
@inline export function lost(at: i32): i32 { return at + 24; }
@inline export function cells(at: i32): i32 { return at + 32; }
@inline export function registers(at: i32): i32 { return cells(at) + size(at); }
/** Room for the survivors of a purge, and then for counts to be sorted. */
@inline export function scratch(at: i32): i32 { return registers(at) + 16_384; }

/** Takes one value's hash into the sketch of distinct values. */
@inline export function addDistinct(into: i32, high: u32, low: u32): void {
  const register = into + (high >>> 18);
  const rank = clz(low) + 1;
  if (rank > u32(load<u8>(register))) store<u8>(register, u8(rank));
}

/** The cell of a key, or the empty one where it belongs: a key, then its count. */
@inline export function placeOf(from: i32, mask: i32, key: f64, hash: u32): i32 {
  let place = (hash << 4) & mask, there = f64.load(from + place);
  while (there != key && there == there) {
    place = (place + 16) & mask;
    there = f64.load(from + place);
  }
  return from + place;
}

/** Takes all that is counted so far into the sketch. */
export function sketch(at: i32): void {
  const from = cells(at), to = from + size(at);
  for (let place = from; place < to; place += 16) {
    const key = f64.load(place);
    if (key != key) continue;
    const bits = bitsOf(key);
    addDistinct(registers(at), hashHigh(bits), hashLow(bits));
  }
}
