import { betaTails } from "./beta.ts";
import { normalQuantile, normalSurvival } from "./normal.ts";
import { fallingRoot } from "./root.ts";

/** P(T > t) for a Student T with `df` > 0 degrees of freedom; infinite `df` is the normal. DLMF 8.17. */
export function studentSurvival(t: number, df: number): number {
  if (df === Infinity) return normalSurvival(t);
  const square = t * t;
  const cut = { x: df / (df + square), y: square === Infinity ? 1 : square / (df + square), a: df / 2, b: 0.5 };
  const tail = 0.5 * betaTails(cut).lower;
  return t >= 0 ? tail : 1 - tail;
}

/** P(T ≤ t) for a Student T with `df` > 0 degrees of freedom. */
export function studentCdf(t: number, df: number): number {
  return studentSurvival(-t, df);
}

/** From so many degrees of freedom on, three terms about the normal's quantile are exact to 12 digits up to z = 8. */
const NEARLY_NORMAL = 100_000;

/** Abramowitz, Stegun. Handbook of Mathematical Functions. 1964, 26.7.5. */
function expanded(z: number, df: number): number {
  const square = z * z;
  const first = (square + 1) / 4;
  const second = ((5 * square + 16) * square + 3) / 96;
  const third = (((3 * square + 19) * square + 17) * square - 15) / 384;
  return z * (1 + (first + (second + third / df) / df) / df);
}

/** The t with P(T ≤ t) = p, 0 ≤ p ≤ 1, found by root search on the logarithm of the tail; about 12 digits. */
export function studentQuantile(p: number, df: number): number {
  if (df === Infinity || p <= 0 || p >= 1) return normalQuantile(p);
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, df);
  if (df >= NEARLY_NORMAL) return -expanded(-normalQuantile(p), df);
  const goal = Math.log(p);
  return -fallingRoot((t) => Math.log(studentSurvival(t, df)) - goal, 2 * Math.abs(normalQuantile(p)));
}
