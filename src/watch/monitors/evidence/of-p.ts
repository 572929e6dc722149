/** Of the calibrators κ p^(κ − 1) the one whose κ suits p-values that have to convince in one or two periods. */
const KAPPA = 0.1;

/**
 * Natural logarithm of an e-value from a p-value that is uniform, or larger, while nothing is wrong: κ p^(κ − 1) with κ = 0.1.
 * Vovk, Wang. E-values: Calibration, combination and applications. Annals of Statistics, 2021.
 */
export function evidenceOfP(p: number): number {
  return Math.log(KAPPA) + (KAPPA - 1) * Math.log(Math.max(p, Number.MIN_VALUE));
}
