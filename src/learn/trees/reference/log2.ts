const real = new Float64Array(1);
const words = new Uint32Array(real.buffer);

/** 1/13, 1/11, … 1/1: the series of the inverse hyperbolic tangent, off by 1e-12 at most between √½ and √2. */
const SERIES: readonly number[] = [
  0.07692307692307693, 0.09090909090909091, 0.1111111111111111, 0.14285714285714285, 0.2, 0.3333333333333333, 1,
];

/** log2 of a number from 1 on, in additions, multiplications and one division, so that all machines agree on the bits. */
export function log2(x: number): number {
  real[0] = x;
  const high = words[1] as number;
  words[1] = (high & 0xfffff) | 0x3ff00000;
  const mantissa = real[0] as number;
  const isLarge = mantissa > Math.SQRT2;
  const m = isLarge ? mantissa / 2 : mantissa;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let p = SERIES[0] as number;
  for (let i = 1; i < SERIES.length; i++) p = p * square + (SERIES[i] as number);
  return (high >>> 20) - 1023 + (isLarge ? 1 : 0) + 2 * Math.LOG2E * s * p;
}
