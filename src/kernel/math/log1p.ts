import { highWord, LN2_HIGH, LN2_LOW, withHighWord } from "./bits.ts";

/** Upper words of √2 − 1, of 2^-29 and 2^-54, and of √2 without its exponent. */
const NEAR = 0x3fda827a;
const SMALL = 0x3e200000;
const TINY = 0x3c900000;
const SQRT2 = 0x6a09e;

/** ln(1 + x), exact to the last place also where x is small; as {@link log} in arithmetic alone, and from the same source. */
export function log1p(x: number): number {
  if (x === -1) return Number.NEGATIVE_INFINITY;
  if (!(x > -1)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const size = highWord(x) & 0x7fffffff;
  if (size < SMALL) return size < TINY ? x : x - x * x * 0.5;
  // 1 + x is as it is from √2 / 2 to √2.
  const isNear = x > 0 ? size < NEAR : highWord(x) <= (0xbfd2bec4 | 0);
  return isNear ? summed({ f: x, k: 0, lost: 0, fraction: 1 }) : summed(reduced(x));
}

/** 1 + x = 2^k · (1 + f), and what was lost in the sum, as a share of it. */
interface Reduced {
  readonly f: number;
  readonly k: number;
  readonly lost: number;
  /** The first 20 bits behind the point. */
  readonly fraction: number;
}

function reduced(x: number): Reduced {
  const isLarge = highWord(x) >= 0x43400000;
  const u = isLarge ? x : 1 + x;
  const high = highWord(u);
  const k = (high >> 20) - 1023;
  const lost = isLarge ? 0 : (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
  const fraction = high & 0xfffff;
  if (fraction < SQRT2) return { f: withHighWord(u, fraction | 0x3ff00000) - 1, k, lost, fraction };
  return {
    f: withHighWord(u, fraction | 0x3fe00000) - 1,
    k: k + 1,
    lost,
    fraction: (0x100000 - fraction) >> 2,
  };
}

function summed({ f, k, lost, fraction }: Reduced): number {
  const half = 0.5 * f * f;
  const c = lost + k * LN2_LOW;
  if (fraction === 0) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + c;
    const r = half * (1 - 0.6666666666666666 * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - c - f);
  }
  const s = f / (2 + f);
  const r = series(s * s);
  if (k === 0) return f - (half - s * (half + r));
  return k * LN2_HIGH - (half - (s * (half + r) + c) - f);
}

/** (ln(1 + s) − ln(1 − s) − 2s) / s by powers of z = s², by Remez. */
function series(z: number): number {
  return (
    z *
    (0.6666666666666735 +
      z *
        (0.3999999999940942 +
          z *
            (0.2857142874366239 +
              z *
                (0.22222198432149784 +
                  z * (0.1818357216161805 + z * (0.15313837699209373 + z * 0.14798198605116586))))))
  );
}
