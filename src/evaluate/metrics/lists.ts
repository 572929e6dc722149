import { insufficient } from "../../kernel/index.ts";
import { clusteredMean, clusterTotals, type Estimated } from "../../stats/index.ts";
import { type MetricOptions, type Predictions, weightsOf } from "./predictions.ts";

/** One list: its relevances in the order of the scores, and in the best order. */
export interface RankedList {
  readonly shown: readonly number[];
  readonly ideal: readonly number[];
}

/**
 * The mean of a value per list, a list being one observation with the weight of its first row. Lists in which nothing is relevant cannot be ordered well or
 * badly and are left out. Equal scores keep the order of the rows turned round, so that a model that cannot tell is not
 * flattered by data that happen to be sorted.
 */
export function meanOfLists(
  predictions: Predictions,
  value: (list: RankedList) => number,
  { level }: MetricOptions = {},
): Estimated {
  const { groups, labels, scores, clusters } = predictions;
  if (groups === undefined) return insufficient("no-lists");
  const lists = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const rows = lists.get(group);
    if (rows === undefined) lists.set(group, [row]);
    else rows.push(row);
  });
  const kept = [...lists.values()].filter((rows) => rows.some((row) => (labels[row] as number) > 0));
  const relevance = (row: number): number => labels[row] as number;
  const values = kept.map((rows) => {
    const order = rows.toSorted((a, b) => (scores[b] as number) - (scores[a] as number) || b - a);
    return value({ shown: order.map(relevance), ideal: rows.map(relevance).sort((a, b) => b - a) });
  });
  const weights = weightsOf(predictions);
  const first = (of: ArrayLike<number>): Float64Array =>
    Float64Array.from(kept, (rows) => of[rows[0] as number] as number);
  const sizes = first(weights);
  const owners = clusters === undefined ? undefined : Int32Array.from(first(clusters));
  const sums = sizes.map((weight, i) => weight * (values[i] as number));
  return clusteredMean(clusterTotals({ sums, sizes, clusters: owners }), level);
}
