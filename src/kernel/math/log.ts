import { highWord, LN2_HIGH, LN2_LOW, withHighWord } from "./bits.ts";

/** ln x, off by less than one unit in the last place; as {@link exp} in arithmetic alone, and from the same source. */
export function log(given: number): number {
  if (given === 0) return Number.NEGATIVE_INFINITY;
  if (!(given > 0)) return Number.NaN;
  if (given === Number.POSITIVE_INFINITY) return given;
  // Numbers below the normal ones have no leading bit of their own.
  const isSmall = given < 2 ** -1022;
  const x = isSmall ? given * 2 ** 54 : given;
  const all = highWord(x);
  const fraction = all & 0xfffff;
  // x = 2^k · (1 + f), with 1 + f from √2 / 2 to √2.
  const carry = (fraction + 0x95f64) & 0x100000;
  const f = withHighWord(x, fraction | (carry ^ 0x3ff00000)) - 1;
  const k = (all >> 20) - 1023 + (carry >> 20) - (isSmall ? 54 : 0);
  if ((0xfffff & (2 + fraction)) < 3) return nearOne(f, k);
  const s = f / (2 + f);
  const rest = series(s * s);
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f;
    if (k === 0) return f - (half - s * (half + rest));
    return k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f);
  }
  if (k === 0) return f - s * (f - rest);
  return k * LN2_HIGH - (s * (f - rest) - k * LN2_LOW - f);
}

/** For |f| < 2^-20. */
function nearOne(f: number, k: number): number {
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW;
  const r = f * f * (0.5 - 0.3333333333333333 * f);
  return k === 0 ? f - r : k * LN2_HIGH - (r - k * LN2_LOW - f);
}

/** (ln(1 + s) − ln(1 − s) − 2s) / s by powers of z = s², by Remez. */
function series(z: number): number {
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  return odd + even;
}
