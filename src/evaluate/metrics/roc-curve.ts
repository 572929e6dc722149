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
  const all = cuts.at(-1);
  if (all === undefined || all.truePositives * all.falsePositives === 0) return insufficient("one-class");
  const points = cuts.map(({ threshold, truePositives, falsePositives }) => ({
    threshold,
    falsePositiveRate: falsePositives / all.falsePositives,
    truePositiveRate: truePositives / all.truePositives,
  }));
  const origin = { threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 };
  return thinned([origin, ...points], (point) => point.falsePositiveRate + point.truePositiveRate);
}
