import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { sweep, thinned } from "./sweep.ts";

/** One threshold of a binary score. */
export interface RocPoint {
  /** Act when the score is at least this; `Infinity` acts never. */
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** The ROC curve from (0, 0) to (1, 1), at most 200 points; needs both classes. */
export function rocCurve(
  scores: Float64Array,
  labels: Float64Array,
  weights?: Float64Array,
): readonly RocPoint[] | Insufficient {
  const cuts = sweep({ scores, labels, weights });
  const [positives, negatives] = [cuts.truePositives.at(-1) ?? 0, cuts.falsePositives.at(-1) ?? 0];
  if (positives * negatives === 0) return insufficient("one-class");
  // Point 0 acts never; the cuts follow.
  const falsePositiveRate = (point: number) => (cuts.falsePositives[point - 1] ?? 0) / negatives;
  const truePositiveRate = (point: number) => (cuts.truePositives[point - 1] ?? 0) / positives;
  const drawn = thinned(cuts.count + 1, (point) => falsePositiveRate(point) + truePositiveRate(point));
  return Array.from(drawn, (point) => ({
    threshold: cuts.threshold[point - 1] ?? Infinity,
    falsePositiveRate: falsePositiveRate(point),
    truePositiveRate: truePositiveRate(point),
  }));
}
