const { fround } = Math;

/** 1.5 · 2^23: adding it to a small number leaves the nearest whole number in the low bits of a single. */
const ROUNDER = 12_582_912;
const LOG2E = fround(Math.LOG2E);
/** ln 2 in two parts, the first short, so that n times it is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.12194440054691e-4);
/** The polynomial of Cephes' `expf` (Moshier, 1992): off by two units in the last place at most. */
const [C2, C3, C4, C5, C6, C7] = [
  ...[0.5, fround(0.16666665459), fround(0.041665795894)],
  ...[fround(0.0083334519073), fround(0.0013981999507), fround(0.000198756915)],
] as const;

const power = new Float32Array(1);
const bits = new Int32Array(power.buffer);

const times = (a: number, b: number): number => fround(a * b);
const plus = (a: number, b: number): number => fround(a + b);

/**
 * e^-x of a single that is not negative, as a single. Every step is rounded, so that every machine and the kernel give the
 * same bits. Beyond 87 it stays at the edge.
 */
export function decay(given: number): number {
  const x = Math.min(given, 87);
  const n = plus(plus(times(x, -LOG2E), ROUNDER), -ROUNDER);
  const r = -plus(plus(x, times(n, LN2_HIGH)), times(n, LN2_LOW));
  const square = times(r, r);
  const middle = plus(C2, times(r, C3));
  const upper = plus(plus(C4, times(r, C5)), times(square, plus(C6, times(r, C7))));
  const p = plus(plus(1, r), times(square, plus(middle, times(square, upper))));
  bits[0] = (n + 127) << 23;
  return times(p, power[0] as number);
}
