import { addDistinct, capacity, cells, first, inexact, placeOf, registers, second, size, sketch, used } from "./counter";
import { bitsOf, hashHigh, hashLow } from "./hash";
import { purge } from "./purge";

const FIRST_FACTOR: u32 = 0x01000193;
const SECOND_FACTOR: u32 = 0x2c1b3c6d;
const MISSING: u32 = 0x5bd1e995;

/** Counts `n` numbers at `values` into the counter at `at`; NaN is missing and only part of the content. */
export function count(at: i32, values: i32, n: i32): void {
  const from = cells(at), mask = size(at) - 1, into = registers(at), end = values + (n << 3);
  let one: u32 = i32.load(first(at)), two: u32 = i32.load(second(at));
  let rough = i32.load(inexact(at));
  for (let row = values; row < end; row += 8) {
    const value = f64.load(row);
    if (value != value) {
      one = one * FIRST_FACTOR + MISSING;
      two = two * SECOND_FACTOR + MISSING;
      continue;
    }
    const bits = bitsOf(value), high = hashHigh(bits), low = hashLow(bits);
    one = one * FIRST_FACTOR + high;
    two = two * SECOND_FACTOR + low;
    if (rough) addDistinct(into, high, low);
    let place = placeOf(from, mask, value, high);
    if (f64.load(place) == value) {
      f64.store(place, f64.load(place, 8) + 1, 8);
      continue;
    }
    if (i32.load(used(at)) == capacity(at)) {
      if (!rough) sketch(at);
      rough = 1;
      purge(at);
      addDistinct(into, high, low);
      place = placeOf(from, mask, value, high);
    }
    f64.store(place, value);
    f64.store(place, 1, 8);
    i32.store(used(at), i32.load(used(at)) + 1);
  }
  i32.store(first(at), one);
  i32.store(second(at), two);
  i32.store(inexact(at), rough);
}
