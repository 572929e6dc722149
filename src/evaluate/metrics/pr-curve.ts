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
  const { count, threshold, truePositives, falsePositives } = sweep({ scores, labels, weights });
  const positives = truePositives.at(-1) ?? 0;
  if (positives === 0) return insufficient("one-class");
  const acted = (cut: number) => (truePositives[cut] as number) + (falsePositives[cut] as number);
  // Rows of no weight may come first: where nobody is acted on there is no precision.
  let first = 0;
  while (acted(first) === 0) first++;
  const recall = (cut: number) => (truePositives[cut] as number) / positives;
  const drawn = thinned(count - first, (point) => recall(first + point));
  return Array.from(drawn, (point) => ({
    threshold: threshold[first + point] as number,
    recall: recall(first + point),
    precision: (truePositives[first + point] as number) / acted(first + point),
  }));
}
