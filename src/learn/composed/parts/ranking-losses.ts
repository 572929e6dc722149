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

function discounted(rows: readonly number[], label: Float64Array, by: Float64Array): number {
  const order = [...rows].sort((a, b) => (by[b] as number) - (by[a] as number) || a - b);
  return order.reduce((sum, row, rank) => sum + (2 ** (label[row] as number) - 1) / Math.log2(rank + 2), 0);
}
