import { logGamma } from "../../../stats/index.ts";

/** Which deviations count: a share of failures that falls is no trouble. */
export type Side = "both" | "above" | "below";

/** A change that matters is thought to be of this many standard deviations, or of far more. */
const USUAL_CHANGE = 4;

/** Where squares are still finite. */
const MOST = 1e100;

const HALF = Math.log(0.5);

/**
 * Natural logarithm of an e-value for a deviation z in units of its predicted standard deviation: half of it is staked on a
 * Cauchy distribution of scale 4 in place of a Student with `df` > 1, the other half on no change, so that it never falls below
 * ln ½. If z is Student or has lighter tails, its expectation is at most 1. Larger |z| gives more. Grünwald, de Heide, Koolen.
 * Safe testing. JRSS B, 2024.
 */
export function studentEvidence(deviation: number, df: number, side: Side = "both"): number {
  const z = Math.max(-MOST, Math.min(MOST, deviation));
  const isOutside = (side === "above" && z <= 0) || (side === "below" && z >= 0);
  if (isOutside) return HALF;
  const sides = side === "both" ? 0 : Math.LN2;
  const gain = logCauchy(z) + sides - logStudent(z, df);
  return HALF + softPlus(gain);
}

function logStudent(z: number, df: number): number {
  const scale = logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * Math.log(df * Math.PI);
  return scale - ((df + 1) / 2) * Math.log1p((z * z) / df);
}

function logCauchy(z: number): number {
  return -Math.log(Math.PI * USUAL_CHANGE) - Math.log1p((z / USUAL_CHANGE) ** 2);
}

/** ln(1 + eˣ) without overflow. */
function softPlus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
