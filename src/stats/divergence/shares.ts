/** Counts as shares of their sum; all 0 when there are none. */
export function sharesOf(counts: ArrayLike<number>): Float64Array {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i] as number;
  return Float64Array.from(counts, (count) => (total > 0 ? count / total : 0));
}

/** The largest difference of any share, from 0 to 1: the L∞ distance. Counts or shares, category by category. */
export function largestDifference(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = [sharesOf(p), sharesOf(q)];
  return a.reduce((most, share, i) => Math.max(most, Math.abs(share - (b[i] ?? 0))), 0);
}

/**
 * Σ p ln(p / q), in nats: what is lost by taking q for p. Infinite where q lacks what p has. Counts or shares.
 * Kullback, Leibler. On information and sufficiency. 1951.
 */
export function relativeEntropy(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = [sharesOf(p), sharesOf(q)];
  return Math.max(
    0,
    a.reduce((sum, share, i) => sum + (share === 0 ? 0 : share * Math.log(share / (b[i] ?? 0))), 0),
  );
}

/**
 * The Jensen–Shannon distance, from 0 (alike) to 1 (nothing in common): the square root of the divergence in bits.
 * Endres, Schindelin. A new metric for probability distributions. 2003.
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [a, b] = [sharesOf(p), sharesOf(q)];
  const middle = a.map((share, i) => (share + (b[i] ?? 0)) / 2);
  return Math.sqrt((relativeEntropy(a, middle) + relativeEntropy(b, middle)) / 2 / Math.LN2);
}

/**
 * The population stability index Σ (p − q) ln(p / q): below 0.1 little has changed, above 0.25 much has.
 * An empty category counts as half a row, so that it does not make the whole infinite. Siddiqi. Credit risk scorecards. 2006.
 */
export function populationStability(before: ArrayLike<number>, after: ArrayLike<number>): number {
  const [p, q] = [sharesOf(halved(before)), sharesOf(halved(after))];
  return p.reduce((sum, share, i) => sum + (share - (q[i] as number)) * Math.log(share / (q[i] as number)), 0);
}

function halved(counts: ArrayLike<number>): Float64Array {
  return Float64Array.from(counts, (count) => (count > 0 ? count : 0.5));
}
