/**
 * Four blocks of Philox 4x32-10 side by side, of the counters (number, replicate, 0, 0) for four numbers in a row: 16 words at
 * `words`, block after block. Salmon, Moraes, Dror, Shaw. Parallel random numbers: as easy as 1, 2, 3. SC 2011.
 */
@inline
export function fourBlocks(number: i32, replicate: i32, seed: i32, purpose: i32, words: i32): void {
  let a = i32x4.add(i32x4.splat(number), i32x4(0, 1, 2, 3));
  let b = i32x4.splat(replicate);
  let c = i32x4.splat(0), d = i32x4.splat(0);
  let k0 = seed, k1 = purpose;
  const m0 = i32x4.splat(0xd2511f53), m1 = i32x4.splat(0xcd9e8d57);
  for (let round = 0; round < 10; round++) {
    const lowA = i64x2.extmul_low_i32x4_u(m0, a), highA = i64x2.extmul_high_i32x4_u(m0, a);
    const lowC = i64x2.extmul_low_i32x4_u(m1, c), highC = i64x2.extmul_high_i32x4_u(m1, c);
    a = v128.xor(v128.xor(i32x4.shuffle(lowC, highC, 1, 3, 5, 7), b), i32x4.splat(k0));
    b = i32x4.shuffle(lowC, highC, 0, 2, 4, 6);
    c = v128.xor(v128.xor(i32x4.shuffle(lowA, highA, 1, 3, 5, 7), d), i32x4.splat(k1));
    d = i32x4.shuffle(lowA, highA, 0, 2, 4, 6);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  // By word so far; each block's words belong together.
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5), cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7), cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(words, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(words, i64x2.shuffle(ab, cd, 1, 3), 16);
  v128.store(words, i64x2.shuffle(abHigh, cdHigh, 0, 2), 32);
  v128.store(words, i64x2.shuffle(abHigh, cdHigh, 1, 3), 48);
}
