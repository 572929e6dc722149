import { highWord, LN2_HIGH, LN2_LOW, powerOfTwo } from "./bits.ts";

/** Beyond them lies what a number cannot hold. */
const MOST = 709.782712893384;
const LEAST = -745.1332191019411;

/** Upper words of ln(2) / 2, of 3 ln(2) / 2, and of 2^-28. */
const HALF_LN2 = 0x3fd62e42;
const NEAR = 0x3ff0a2b2;
const TINY = 0x3e300000;

/**
 * e^x, off by less than one unit in the last place: range reduction to |r| ≤ ln(2) / 2, then a rational approximation of
 * degree 5 (Sun's fdlibm, 1993). In additions, multiplications and divisions alone, which every engine rounds alike: `Math.exp`
 * is another function in another browser, and in the next Node.
 */
export function exp(x: number): number {
  if (!(x <= MOST)) return x > MOST ? Number.POSITIVE_INFINITY : x;
  if (x < LEAST) return 0;
  if (x === 1) return Math.E;
  const size = highWord(x) & 0x7fffffff;
  if (size < TINY) return 1 + x;
  if (size <= HALF_LN2) {
    const c = remainder(x);
    return 1 - ((x * c) / (c - 2) - x);
  }
  const k = size < NEAR ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const c = remainder(r);
  return scaled(1 - (low - (r * c) / (2 - c) - high), k);
}

/** What is left of r in r · (e^r + 1) / (e^r − 1) = 2 + r² / 6 − …, by Remez. */
function remainder(r: number): number {
  const t = r * r;
  return (
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))))
  );
}

function scaled(y: number, k: number): number {
  if (k === 1024) return y * 2 * 2 ** 1023;
  return k >= -1021 ? y * powerOfTwo(k) : y * powerOfTwo(k + 1000) * 2 ** -1000;
}
