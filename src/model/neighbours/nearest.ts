/** Rows and how much of each counts, nearest first. */
export interface Near {
  readonly rows: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The nearest rows whose weights sum to k, the last one in part; the earlier row first where distances are equal. All
 * rows when they weigh less.
 */
export function nearest(distances: Float64Array, weights: Float64Array, k: number): Near {
  const rows: number[] = [];
  let held = 0;
  for (let row = 0; row < distances.length; row++) {
    const last = rows.at(-1);
    const distance = distances[row] as number;
    if (held >= k && last !== undefined && distance >= (distances[last] as number)) continue;
    rows.splice(placeOf(rows, distances, distance), 0, row);
    held += weights[row] as number;
    for (let far = weightOf(rows, weights); held - far >= k; far = weightOf(rows, weights)) {
      held -= far;
      rows.pop();
    }
  }
  return {
    rows,
    weights: rows.map((row, i) => (weights[row] as number) - (i === rows.length - 1 ? Math.max(0, held - k) : 0)),
  };
}

/** After every row that is no farther. */
function placeOf(rows: readonly number[], distances: Float64Array, distance: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((distances[rows[middle] as number] as number) <= distance) low = middle + 1;
    else high = middle;
  }
  return low;
}

function weightOf(rows: readonly number[], weights: Float64Array): number {
  const last = rows.at(-1);
  return last === undefined ? Infinity : (weights[last] as number);
}
