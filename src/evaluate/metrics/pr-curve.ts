import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { sweep, thinned } from "./sweep.ts";

/** One threshold of a binary score. */
export interface PrPoint {
  /** Act when the score is at least this. */
  readonly threshold: number;
  readonly recall: number;
  readonly precision: number;
}

/** The precision-recall curve by rising recall, at most 200 points; needs a positive row. */
export function prCurve(
  scores: Float64Array,
  labels: Float64Array,
  weights?: Float64Array,
): readonly PrPoint[] | Insufficient {
  const cuts = sweep({ scores, labels, weights }).filter((cut) => cut.truePositives + cut.falsePositives > 0);
  const positives = cuts.at(-1)?.truePositives ?? 0;
  if (positives === 0) return insufficient("one-class");
  const points = cuts.map(({ threshold, truePositives, falsePositives }) => ({
    threshold,
    recall: truePositives / positives,
    precision: truePositives / (truePositives + falsePositives),
  }));
  return thinned(points, (point) => point.recall);
}
