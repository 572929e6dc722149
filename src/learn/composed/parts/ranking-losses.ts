import type { TrainingSet } from "../../learner.ts";

/** For each row, 1 − NDCG of its whole list (Järvelin and Kekäläinen, 2002; gains 2^relevance − 1); ties in row order. */
export function rankingLosses({ label, groups }: TrainingSet, scores: Float64Array): Float64Array {
  const losses = new Float64Array(label.length);
  for (const rows of listsOf(groups ?? new Int32Array(label.length))) {
    const best = discounted(rows, label, label);
    const loss = best > 0 ? 1 - discounted(rows, label, scores) / best : 0;
    for (const row of rows) losses[row] = loss;
  }
  return losses;
}

function listsOf(groups: Int32Array): readonly (readonly number[])[] {
  const lists = new Map<number, number[]>();
  groups.forEach((list, row) => {
    const rows = lists.get(list);
    if (rows === undefined) lists.set(list, [row]);
    else rows.push(row);
  });
  return [...lists.values()];
}

/**
 * The discounted gains, as shares of 2^(highest relevance): what is left of NDCG's ratio is the same, and no relevance is
 * too high to be a power of two.
 */
function discounted(rows: readonly number[], label: Float64Array, by: Float64Array): number {
  const order = [...rows].sort((a, b) => (by[b] as number) - (by[a] as number) || a - b);
  const highest = rows.reduce((most, row) => Math.max(most, label[row] as number), 0);
  const gain = (row: number): number => 2 ** ((label[row] as number) - highest) - 2 ** -highest;
  return order.reduce((sum, row, rank) => sum + gain(row) / Math.log2(rank + 2), 0);
}
