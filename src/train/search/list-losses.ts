/** Positions that count. */
const POSITIONS = 10;

/** Rows with their relevance, by what they are ordered, and the list of each. */
export interface Listed {
  /** NaN where it is not known: such a row is in no list. */
  readonly relevance: Float64Array;
  readonly scores: Float64Array;
  readonly lists: Int32Array;
}

/**
 * For each list with something relevant, 1 − NDCG of its first ten, at the list's first row: that row counts, and no other.
 * Equal scores keep the order of the rows turned round, as in the metric `ndcg-10`.
 */
export function listLosses({ relevance, scores, lists }: Listed): { losses: Float64Array; counts: Float64Array } {
  const rowsOf = Map.groupBy(
    [...lists.keys()].filter((row) => !Number.isNaN(relevance[row])),
    (row) => lists[row] as number,
  );
  const [losses, counts] = [new Float64Array(lists.length), new Float64Array(lists.length)];
  for (const rows of rowsOf.values()) {
    const grades = rows.map((row) => relevance[row] as number);
    const best = discounted(grades.toSorted((a, b) => b - a));
    if (!(best > 0)) continue;
    const order = rows.toSorted((a, b) => (scores[b] as number) - (scores[a] as number) || b - a);
    const [first = 0] = rows;
    losses[first] = 1 - discounted(order.map((row) => relevance[row] as number)) / best;
    counts[first] = 1;
  }
  return { losses, counts };
}

function discounted(grades: readonly number[]): number {
  return grades.slice(0, POSITIONS).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);
}
