import { times } from "../estimator.ts";
import { meanOfRankings, type SlateEstimator, sumColumns } from "./slate-estimator.ts";

/**
 * Independent IPS: each position by its own weight. Unbiased where what a position brings depends on nothing else that is
 * shown; else biased, and the narrowest. Li, Abbasi-Yadkori, Kveton et al. KDD 2018.
 */
export const independentPositions: SlateEstimator = Object.freeze({
  name: "independent",
  weighs: "positions" as const,
  lacks: (chances: Parameters<SlateEstimator["lacks"]>[0]) =>
    chances === "given-above" ? "needs-marginal-chances" : null,
  terms: (positions: Parameters<SlateEstimator["terms"]>[0]) => {
    const rows = positions[0]?.own.reward.length ?? 0;
    const value = sumColumns(
      rows,
      positions.map(({ own }) => times(own.weight, own.reward)),
    );
    return [
      meanOfRankings(
        value,
        sumColumns(
          rows,
          positions.map(({ own }) => times(own.base, own.reward)),
        ),
      ),
    ];
  },
});
