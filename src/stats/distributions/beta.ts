import { deviance, stirlingRemainder } from "./gamma.ts";

const TINY = 1e-300;
const EPSILON = 2 ** -52;

/** Where a beta integral is cut: `x` and `y = 1 − x` are both given, because the smaller one must stay exact. */
export interface BetaCut {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
}

/** x^a y^b / B(a, b) by saddle point, which stays exact for huge a and b. Loader, 2000. */
function betaTerm({ x, y, a, b }: BetaCut): number {
  const n = a + b;
  const remainder = stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(remainder - deviance(a, n * x) - deviance(b, n * y));
}

/** The regularised incomplete beta function I_x(a, b) and its complement, each to about 1e-12 relative. DLMF 8.17. */
export function betaTails(cut: BetaCut): { readonly lower: number; readonly upper: number } {
  const { x, y, a, b } = cut;
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (x < (a + 1) / (a + b + 2)) {
    const lower = (betaTerm(cut) / a) * fraction(cut);
    return { lower, upper: 1 - lower };
  }
  const upper = (betaTerm(cut) / b) * fraction({ x: y, y: x, a: b, b: a });
  return { lower: 1 - upper, upper };
}

/** The regularised incomplete beta function I_x(a, b) for 0 ≤ x ≤ 1, a > 0, b > 0. */
export function regularisedBeta(x: number, a: number, b: number): number {
  return betaTails({ x, y: 1 - x, a, b }).lower;
}

/** The continued fraction DLMF 8.17.22, evaluated as Lentz (1976) does. */
function fraction({ x, a, b }: BetaCut): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY);
  let value = d;
  const advance = (numerator: number): number => {
    d = 1 / (1 + numerator * d || TINY);
    c = 1 + numerator / c || TINY;
    value *= c * d;
    return c * d;
  };
  for (let m = 1, step = 0; Math.abs(step - 1) > EPSILON && m < 1_000_000; m++) {
    const at = a + 2 * m;
    advance((m * (b - m) * x) / ((at - 1) * at));
    step = advance((-(a + m) * (a + b + m) * x) / (at * (at + 1)));
  }
  return value;
}
