/** Which way a metric is better. */
export type Better = "increase" | "decrease";

/**
 * Which points no other one is better than: at least as good in every metric and better in one (Pareto). Row i of `values` has
 * a number for each metric. A point of which a number is missing (NaN) is never among them, and keeps nobody out.
 *
 * @example nonDominated([[1, 5], [2, 4], [1, 4]], ["increase", "decrease"]) // [false, true, false]
 */
export function nonDominated(values: readonly (readonly number[])[], better: readonly Better[]): readonly boolean[] {
  const gains = values.map((row) => row.map((value, k) => (better[k] === "decrease" ? -value : value)));
  const isWhole = gains.map((row) => row.every((gain) => !Number.isNaN(gain)));
  return gains.map(
    (mine, i) => isWhole[i] === true && !gains.some((theirs, j) => isWhole[j] === true && dominates(theirs, mine)),
  );
}

function dominates(one: readonly number[], other: readonly number[]): boolean {
  return one.every((gain, k) => gain >= (other[k] as number)) && one.some((gain, k) => gain > (other[k] as number));
}
