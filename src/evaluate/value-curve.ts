import { isInsufficient } from "../kernel/index.ts";
import type { Stakes } from "../objective/index.ts";
import { rankScores, settleRanked } from "../policy/index.ts";
import type { Estimate } from "../stats/index.ts";
import { openScores } from "./competitors.ts";
import type { Judged } from "./judged.ts";
import { meansOver, moneyPerRow } from "./value.ts";

export interface CurvePoint {
  /** Share of decisions that may be acted on. */
  readonly capacity: number;
  readonly perDecision: Estimate;
}

const SHARES: readonly number[] = [
  0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
];

/** Money per decision when the best-scored share is acted on, whatever the threshold says. Points without data are left out. */
export function valueCurve(judged: Judged, stakes: Stakes, score: Float64Array): readonly CurvePoint[] {
  const open = openScores(judged, score);
  const ranked = rankScores(open, judged.weight);
  const mean = meansOver(judged);
  return SHARES.flatMap((capacity) => {
    const cutoff = settleRanked(ranked, -Infinity, capacity);
    const perDecision = mean(moneyPerRow(judged, stakes, { name: "curve", score: open, cutoff }));
    return isInsufficient(perDecision) ? [] : [{ capacity, perDecision }];
  });
}
