import { logGamma } from "./distributions/gamma.ts";

/**
 * How much speaks against a share of so many hits among independent trials: the logarithm of a likelihood ratio, of which e^x is
 * reached at any time, however often one looks, with a probability of at most e^−x if the share is true. Infinite where the
 * share rules out what was seen.
 *
 * Robbins. Statistical methods related to the law of the iterated logarithm. 1970; the mixture is Beta(1/2, 1/2).
 */
export function shareEvidence(hits: number, of: number, share: number): number {
  const misses = of - hits;
  const mixed = logGamma(hits + 0.5) + logGamma(misses + 0.5) - logGamma(of + 1) - Math.log(Math.PI);
  return mixed - times(hits, Math.log(share)) - times(misses, Math.log1p(-share));
}

/** What never happened is no evidence, however unlikely: 0 × −∞ is 0 here. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}

/**
 * The least that a share may be, at a look after any trial: with probability 1 − `alpha` it and {@link shareAtMost} hold the truth
 * between them at all looks at once. 0 before the first trial.
 */
export function shareAtLeast(hits: number, of: number, alpha: number): number {
  return hits === 0 ? 0 : edge(0, hits / of, isOutOf(hits, of, alpha));
}

/** The most that a share may be, see {@link shareAtLeast}. 1 before the first trial. */
export function shareAtMost(hits: number, of: number, alpha: number): number {
  return hits === of ? 1 : edge(1, hits / of, isOutOf(hits, of, alpha));
}

function isOutOf(hits: number, of: number, alpha: number): (share: number) => boolean {
  const enough = -Math.log(alpha);
  return (share) => shareEvidence(hits, of, share) >= enough;
}

/** Between a share that is out and one that is not, the last one out. */
function edge(out: number, inside: number, isOut: (share: number) => boolean): number {
  let [from, to] = [out, inside];
  for (let step = 0; step < 40; step++) {
    const middle = (from + to) / 2;
    if (isOut(middle)) from = middle;
    else to = middle;
  }
  return from;
}

/**
 * How far the distribution function of so many independent numbers may lie from the true one, anywhere, at any look: with
 * probability 1 − `alpha` never further.
 *
 * Howard, Ramdas. Sequential estimation of quantiles with applications to A/B testing and best-arm identification.
 * Bernoulli 28, 2022, equation 8.
 */
export function sequentialBand(of: number, alpha: number): number {
  if (of === 0) return 1;
  return Math.min(1, 0.85 * Math.sqrt((Math.log(1 + Math.log(of)) + 0.8 * Math.log(1612 / alpha)) / of));
}
