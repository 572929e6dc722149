import { fallingOrder, runEnds } from "./order.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

/** Weight of true and false positives when everything with a score of at least a threshold is acted on, cut by cut. */
export interface Cuts {
  readonly count: number;
  readonly threshold: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

/** Every distinct threshold from the highest score down; the last cut acts on all rows. */
export function sweep(predictions: Predictions): Cuts {
  const { scores, labels } = predictions;
  const weights = weightsOf(predictions);
  const order = fallingOrder(scores);
  const ends = runEnds(scores, order);
  const count = ends.length;
  const [threshold, trues, falses] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  let [truePositives, falsePositives, at] = [0, 0, 0];
  for (let cut = 0; cut < count; cut++) {
    for (const end = ends[cut] as number; at < end; at++) {
      const row = order[at] as number;
      if (labels[row] === 1) truePositives += weights[row] as number;
      else falsePositives += weights[row] as number;
    }
    threshold[cut] = scores[order[at - 1] as number] as number;
    trues[cut] = truePositives;
    falses[cut] = falsePositives;
  }
  return { count, threshold, truePositives: trues, falsePositives: falses };
}

/** Most points that a plotted curve has. */
const MOST_POINTS = 200;

/**
 * The numbers of the points to draw of `count`: the ends and, between them, those that lie at least a step of `travel`
 * apart; at most 200.
 */
export function thinned(count: number, travel: (point: number) => number): Int32Array {
  const all = Int32Array.from({ length: count }, (_, point) => point);
  if (count <= MOST_POINTS) return all;
  const step = (travel(count - 1) - travel(0)) / (MOST_POINTS - 2);
  let next = travel(0);
  return all.filter((point) => {
    if (point === count - 1) return true;
    if (travel(point) < next) return false;
    next = travel(point) + step;
    return true;
  });
}
