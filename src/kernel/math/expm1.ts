import { highWord, LN2_HIGH, LN2_LOW, powerOfTwo, withHighWord } from "./bits.ts";

/** Beyond it lies what a number cannot hold; upper words of 56 ln 2, of 1.5 ln 2, of 0.5 ln 2, and of 2^-54. */
const MOST = 709.782712893384;
const FAR = 0x4043687a;
const NEAR = 0x3ff0a2b2;
const HALF_LN2 = 0x3fd62e42;
const TINY = 0x3c900000;

/** e^x − 1, exact to the last place also where x is small; as {@link exp} in arithmetic alone, and from the same source. */
export function expm1(x: number): number {
  if (!(x <= MOST)) return x > MOST ? Number.POSITIVE_INFINITY : x;
  const size = highWord(x) & 0x7fffffff;
  if (x < 0 && size >= FAR) return -1;
  if (size < TINY) return x;
  if (size <= HALF_LN2) return grown(x, 0, 0);
  const k = size < NEAR ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  return grown(r, high - r - low, k);
}

/** From x = r + what was lost, and k: 2^k · e^r − 1. */
function grown(r: number, lost: number, k: number): number {
  const half = 0.5 * r;
  const square = r * half;
  const q = series(square);
  const t = 3 - q * half;
  const e = square * ((q - t) / (6 - r * t));
  if (k === 0) return r - (r * e - square);
  return joined(r, r * (e - lost) - lost - square, k);
}

function joined(r: number, e: number, k: number): number {
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) {
    const y = 1 - (e - r);
    return (k === 1024 ? y * 2 * 2 ** 1023 : y * powerOfTwo(k)) - 1;
  }
  if (k < 20) return (withHighWord(0, 0x3ff00000 - (0x200000 >> k)) - (e - r)) * powerOfTwo(k);
  return (r - (e + powerOfTwo(-k)) + 1) * powerOfTwo(k);
}

/** 6 / r · ((e^r + 1) / (e^r − 1) − 2 / r) by powers of r² / 2, by Remez. */
function series(square: number): number {
  return (
    1 +
    square *
      (-0.03333333333333313 +
        square *
          (0.0015873015872548146 +
            square * (-0.0000793650757867488 + square * (0.000004008217827329362 + square * -2.0109921818362437e-7))))
  );
}
