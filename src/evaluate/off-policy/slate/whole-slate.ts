import { times } from "../estimator.ts";
import { meanOfRankings, type SlateEstimator } from "./slate-estimator.ts";
import { wholeReward } from "./slate-log.ts";

/**
 * Inverse propensity scoring of whole rankings: unbiased however positions act on each other, and hopeless for long ones,
 * whose weights are products over all positions. Horvitz, Thompson. JASA 47, 1952.
 */
export const wholeSlate: SlateEstimator = Object.freeze({
  name: "whole",
  weighs: "prefixes" as const,
  lacks: (chances: Parameters<SlateEstimator["lacks"]>[0]) =>
    chances === "marginal" ? "needs-conditional-chances" : null,
  terms: (positions: Parameters<SlateEstimator["terms"]>[0]) => {
    const reward = wholeReward(positions);
    const last = positions.at(-1)?.prefix;
    if (last === undefined) return [];
    return [meanOfRankings(times(last.weight, reward), times(last.base, reward))];
  },
});
