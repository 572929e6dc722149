/**
 * Sorts doubles from the highest down, stably, and words along with them: merges runs, twice as long in every pass,
 * without a branch that is hard to foresee. Returns whether the result lies in the spare space.
 */
export function sortDown(keys: usize, words: usize, spareKeys: usize, spareWords: usize, count: i32): bool {
  let moved = false;
  for (let width = 1; width < count; width <<= 1) {
    for (let low = 0; low < count; low += width << 1) {
      const middle = min(count, low + width);
      const high = min(count, middle + width);
      if (moved) merge(spareKeys, spareWords, keys, words, low, middle, high);
      else merge(keys, words, spareKeys, spareWords, low, middle, high);
    }
    moved = !moved;
  }
  return moved;
}

function merge(keys: usize, words: usize, intoKeys: usize, intoWords: usize, low: i32, middle: i32, high: i32): void {
  let i = <usize>low;
  let j = <usize>middle;
  let k = <usize>low;
  const isSorted = middle == high || load<f64>(keys + (j << 3) - 8) >= load<f64>(keys + (j << 3));
  while (!isSorted && i < <usize>middle && j < <usize>high) {
    const a = load<f64>(keys + (i << 3));
    const b = load<f64>(keys + (j << 3));
    const isRight = <usize>(b > a);
    const from = select(j, i, b > a);
    store<f64>(intoKeys + (k << 3), select(b, a, b > a));
    store<u32>(intoWords + (k << 2), load<u32>(words + (from << 2)));
    j += isRight;
    i += 1 - isRight;
    k++;
  }
  copy(keys, words, intoKeys + (k << 3), intoWords + (k << 2), i, middle);
  k += <usize>middle - i;
  copy(keys, words, intoKeys + (k << 3), intoWords + (k << 2), j, high);
}

// @ts-ignore: decorator
@inline
function copy(keys: usize, words: usize, intoKeys: usize, intoWords: usize, from: usize, to: i32): void {
  const count = <usize>to - from;
  for (let n: usize = 0; n < count; n++) {
    store<f64>(intoKeys + (n << 3), load<f64>(keys + ((from + n) << 3)));
    store<u32>(intoWords + (n << 2), load<u32>(words + ((from + n) << 2)));
  }
}
