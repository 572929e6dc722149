import { type Estimator, meanTerms, times } from "./estimator.ts";

/**
 * Inverse propensity scoring: the mean of weight · reward. Unbiased where propensities are right and overlap is complete;
 * its variance grows with the weights. Horvitz, Thompson. JASA 47, 1952.
 */
export const ips: Estimator = Object.freeze({
  name: "ips",
  terms: (log: Parameters<Estimator["terms"]>[0]) => meanTerms(times(log.weight, log.reward), log),
});
