import { fallingOrder, runEnds } from "./order.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

/** Weight of true and false positives when everything with a score of at least `threshold` is acted on. */
export interface Cut {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** Every distinct threshold from the highest score down; the last cut acts on all rows. */
export function sweep(predictions: Predictions): readonly Cut[] {
  const { scores, labels } = predictions;
  const weights = weightsOf(predictions);
  const order = fallingOrder(scores);
  let [truePositives, falsePositives, at] = [0, 0, 0];
  return Array.from(runEnds(scores, order), (end) => {
    for (; at < end; at++) {
      const row = order[at] as number;
      if (labels[row] === 1) truePositives += weights[row] as number;
      else falsePositives += weights[row] as number;
    }
    return { threshold: scores[order[end - 1] as number] as number, truePositives, falsePositives };
  });
}

/** Most points that a plotted curve has. */
const MOST_POINTS = 200;

/** Keeps the ends and, between them, the points that lie at least a step of `travel` apart; at most 200. */
export function thinned<T>(points: readonly T[], travel: (point: T) => number): readonly T[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length <= MOST_POINTS) return points;
  const step = (travel(last) - travel(first)) / (MOST_POINTS - 2);
  let next = travel(first);
  return points.filter((point) => {
    if (point === last) return true;
    if (travel(point) < next) return false;
    next = travel(point) + step;
    return true;
  });
}
