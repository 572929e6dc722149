import { upperGamma } from "./gamma.ts";

/** P(X > x) for a chi-square X with `df` > 0 degrees of freedom, x ≥ 0. DLMF 8.2. */
export function chiSquareSurvival(x: number, df: number): number {
  return upperGamma(df / 2, x / 2);
}
