import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { sumOf } from "../sum.ts";

/** Moments of pairs (x, y): what a covariance, a correlation or a regression slope needs. */
export interface Bivariate {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  /** Σ (x − meanX)². */
  readonly m2X: number;
  /** Σ (y − meanY)². */
  readonly m2Y: number;
  /** Σ (x − meanX)(y − meanY). */
  readonly comoment: number;
}

/** Nothing seen yet: the identity of {@link mergeBivariate}. */
export const noBivariate: Bivariate = Object.freeze({ n: 0, meanX: 0, meanY: 0, m2X: 0, m2Y: 0, comoment: 0 });

/** Moments of pairs of finite numbers; row i is (x[i], y[i]). Two passes. */
export function bivariateOf(x: ArrayLike<number>, y: ArrayLike<number>): Bivariate {
  const n = x.length;
  if (n === 0) return noBivariate;
  const [meanX, meanY] = [sumOf(x) / n, sumOf(y) / n];
  let [m2X, m2Y, comoment] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const dx = (x[i] as number) - meanX;
    const dy = (y[i] as number) - meanY;
    m2X += dx * dx;
    m2Y += dy * dy;
    comoment += dx * dy;
  }
  return Object.freeze({ n, meanX, meanY, m2X, m2Y, comoment });
}

/** Moments of both samples together. Chan, Golub, LeVeque, 1979; Pébay, SAND2008-6212 for the comoment. */
export function mergeBivariate(a: Bivariate, b: Bivariate): Bivariate {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const [gapX, gapY] = [b.meanX - a.meanX, b.meanY - a.meanY];
  const shared = (a.n * b.n) / n;
  return Object.freeze({
    n,
    meanX: a.meanX + (gapX * b.n) / n,
    meanY: a.meanY + (gapY * b.n) / n,
    m2X: a.m2X + b.m2X + gapX * gapX * shared,
    m2Y: a.m2Y + b.m2Y + gapY * gapY * shared,
    comoment: a.comoment + b.comoment + gapX * gapY * shared,
  });
}

/** The unbiased sample covariance; needs two pairs. */
export function covarianceOf({ n, comoment }: Bivariate): number | Insufficient {
  return n < 2 ? insufficient("too-few-rows", { need: 2, have: n }) : comoment / (n - 1);
}
