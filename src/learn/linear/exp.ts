/** 1.5 · 2^52: adding it to a small number leaves the nearest whole number in the low bits. */
const ROUNDER = 6_755_399_441_055_744;
const { LOG2E } = Math;
/** ln 2 in two parts, the first with low bits to spare, so that n · ln 2 is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** 1/13!, 1/12!, … 1/0!: on |r| ≤ ln(2)/2 what is left out is below 1e-17 of the value. */
const SERIES: readonly number[] = [
  1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7, 2.7557319223985893e-6,
  2.48015873015873e-5, 1.984126984126984e-4, 1.388888888888889e-3, 8.333333333333333e-3, 4.1666666666666664e-2,
  0.16666666666666666, 0.5, 1, 1,
];

const power = new Float64Array(1);
const words = new Uint32Array(power.buffer);

/**
 * e^x for x at most 0, by range reduction and a polynomial (Cody and Waite, 1980), in additions and multiplications alone: the
 * kernel gives the same bits, which `Math.exp` does not promise. Below -690 it stays at the edge.
 */
export function expBelow(given: number): number {
  const x = Math.max(given, -690);
  const n = x * LOG2E + ROUNDER - ROUNDER;
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let p = SERIES[0] as number;
  for (let i = 1; i < SERIES.length; i++) p = p * r + (SERIES[i] as number);
  words[1] = (n + 1023) << 20;
  return p * (power[0] as number);
}
