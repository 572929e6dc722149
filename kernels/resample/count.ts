import { fourBlocks } from "./philox";

/**
 * How often each row of a block counts in one replicate, as doubles at `into`: Poisson(1), by how many of the eight bounds
 * (16 bits each, every one eight times over, at `bounds`) its 16 random bits reach. 32 rows at a time; `first` is the number
 * of the block's first eight rows among all eights, `words` has room for four vectors.
 */
export function count(rows: i32, first: i32, replicate: i32, seed: i32, purpose: i32, bounds: i32, words: i32, into: i32): void {
  for (let row = 0; row < rows; row += 32) {
    fourBlocks(first + (row >> 3), replicate, seed, purpose, words);
    const at = into + (row << 3);
    store(at, reached(v128.load(words), bounds));
    store(at + 64, reached(v128.load(words, 16), bounds));
    store(at + 128, reached(v128.load(words, 32), bounds));
    store(at + 192, reached(v128.load(words, 48), bounds));
  }
}

/** For eight draws, the number of bounds at or below each. */
@inline
function reached(draws: v128, bounds: i32): v128 {
  let sum = i16x8.splat(0);
  for (let k = 0; k < 128; k += 16) sum = i16x8.sub(sum, i16x8.ge_u(draws, v128.load(bounds + k)));
  return sum;
}

/** Eight counts as doubles. */
@inline
function store(at: i32, counts: v128): void {
  const low = i32x4.extend_low_i16x8_u(counts);
  const high = i32x4.extend_high_i16x8_u(counts);
  v128.store(at, f64x2.convert_low_i32x4_u(low));
  v128.store(at, f64x2.convert_low_i32x4_u(i64x2.shuffle(low, low, 1, 0)), 16);
  v128.store(at, f64x2.convert_low_i32x4_u(high), 32);
  v128.store(at, f64x2.convert_low_i32x4_u(i64x2.shuffle(high, high, 1, 0)), 48);
}
