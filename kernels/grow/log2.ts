/** log2 of a number from 1 on: the same steps, constants and roundings as `reference/log2.ts`. */
export function log2(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  const mantissa = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  const isLarge = mantissa > 1.4142135623730951;
  const m = isLarge ? mantissa / 2 : mantissa;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let p = 0.07692307692307693;
  p = p * square + 0.09090909090909091;
  p = p * square + 0.1111111111111111;
  p = p * square + 0.14285714285714285;
  p = p * square + 0.2;
  p = p * square + 0.3333333333333333;
  p = p * square + 1;
  return f64(i32(bits >> 52) - 1023 + i32(isLarge)) + 2 * 1.4426950408889634 * s * p;
}
