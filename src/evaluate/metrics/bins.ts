import { fallingOrder, runEnds } from "./order.ts";
import { type Predictions, weightsOf } from "./predictions.ts";

/**
 * The bin of each row, 0 for the lowest scores: bins of about equal weight, rows of equal score together, so there may
 * be fewer bins than asked.
 */
export function equalMassBins(
  predictions: Predictions,
  asked: number,
): { readonly bin: Int32Array; readonly count: number } {
  const { scores } = predictions;
  const weights = weightsOf(predictions);
  const order = fallingOrder(scores).reverse();
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bin = new Int32Array(order.length);
  const ends = runEnds(scores, order);
  let [start, passed, count, filledTo] = [0, 0, -1, -1];
  for (let run = 0; run < ends.length; run++) {
    const end = ends[run] as number;
    let weight = 0;
    for (let at = start; at < end; at++) weight += weights[order[at] as number] as number;
    // A run belongs where its middle lies.
    const place = Math.min(asked - 1, Math.floor(((passed + weight / 2) / total) * asked));
    if (place > filledTo) [count, filledTo] = [count + 1, place];
    for (let at = start; at < end; at++) bin[order[at] as number] = count;
    passed += weight;
    start = end;
  }
  return { bin, count: count + 1 };
}
