import { times } from "../estimator.ts";
import type { SlateEstimator } from "./slate-estimator.ts";

/**
 * Reward interaction IPS, self-normalised at each position: what a position brings is weighed by the product of the weights
 * down to it. Unbiased (in the limit) where people look from the top down, so that what a position brings depends on what
 * stands above and not on what stands below. McInerney, Brost, Chandar et al. KDD 2020.
 */
export const rewardInteraction: SlateEstimator = Object.freeze({
  name: "reward-interaction",
  weighs: "prefixes" as const,
  lacks: (chances: Parameters<SlateEstimator["lacks"]>[0]) =>
    chances === "marginal" ? "needs-conditional-chances" : null,
  terms: (positions: Parameters<SlateEstimator["terms"]>[0]) =>
    positions.map(({ prefix: { weight, base, reward, baseReward } }) => ({
      value: times(weight, reward),
      size: weight,
      baseValue: baseReward,
      baseSize: base,
    })),
});
