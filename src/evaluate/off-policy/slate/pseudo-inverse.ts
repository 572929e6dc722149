import { times } from "../estimator.ts";
import { meanOfRankings, type SlateEstimator, sumColumns } from "./slate-estimator.ts";
import { type WeighedPosition, wholeReward } from "./slate-log.ts";

/**
 * The pseudo-inverse estimator: the reward of a whole ranking times 1 + Σ (weight of a position − 1). Unbiased where that
 * reward is a sum of what each item brings at its position, even if only the sum is seen; needs positions that are filled
 * independently. Swaminathan, Krishnamurthy, Agarwal et al. NIPS 2017.
 */
export const pseudoInverse: SlateEstimator = Object.freeze({
  name: "pseudo-inverse",
  weighs: "positions" as const,
  lacks: (chances: Parameters<SlateEstimator["lacks"]>[0]) =>
    chances === "independent" ? null : "needs-independent-slots",
  terms: (positions: readonly WeighedPosition[]) => {
    const reward = wholeReward(positions);
    const weightOf = (weights: readonly Float64Array[]): Float64Array =>
      sumColumns(reward.length, weights).map((sum) => sum + 1 - positions.length);
    return [
      meanOfRankings(
        times(weightOf(positions.map(({ own }) => own.weight)), reward),
        times(weightOf(positions.map(({ own }) => own.base)), reward),
      ),
    ];
  },
});
