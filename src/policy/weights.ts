/** Bounds and start of one head's weight, as declared in the system file. The registry owns the current value. */
export interface WeightBounds {
  readonly start: number;
  readonly min: number;
  readonly max: number;
}

export type WeightValues = Readonly<Record<string, number>>;

/**
 * The weighted sum of the heads' outputs, added in the order of their names, so that it is the same to the last bit wherever
 * the weights come from. A head without a weight does not count; a missing output gives NaN.
 */
export function combine(outputs: Readonly<Record<string, number>>, weights: WeightValues): number {
  let sum = 0;
  for (const head of namesOf(weights)) sum += (weights[head] as number) * (outputs[head] ?? Number.NaN);
  return sum;
}

const sorted = new WeakMap<WeightValues, readonly string[]>();

function namesOf(weights: WeightValues): readonly string[] {
  const names = sorted.get(weights) ?? Object.keys(weights).sort();
  sorted.set(weights, names);
  return names;
}

/** {@link combine} over rows: one column of outputs per head in, one score per row out, bit for bit the same. */
export function combineColumns(
  outputs: Readonly<Record<string, Float64Array>>,
  weights: WeightValues,
  rows: number,
): Float64Array {
  const scores = new Float64Array(rows);
  for (const head of namesOf(weights)) {
    const [column, weight] = [outputs[head], weights[head] as number];
    for (let row = 0; row < rows; row++) scores[row] = (scores[row] as number) + weight * (column?.[row] ?? Number.NaN);
  }
  return scores;
}
