import { type Estimator, times } from "./estimator.ts";

/**
 * Self-normalised inverse propensity scoring: Σ weight · reward / Σ weight. Biased by no more than 1/n, never outside of the
 * rewards that were seen, the same whatever number is added to all rewards, and steadier than IPS where rewards are far from
 * zero. Swaminathan, Joachims. NIPS 2015.
 */
export const snips: Estimator = Object.freeze({
  name: "snips",
  terms: ({ weight, base, reward, baseReward }: Parameters<Estimator["terms"]>[0]) => ({
    value: times(weight, reward),
    size: weight,
    baseValue: baseReward,
    baseSize: base,
  }),
});
