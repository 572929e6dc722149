/**
 * The weighted quantile: the smallest value up to which `level` of the weight lies, halfway to the next where the weight
 * divides exactly there. Not empty.
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array, level: number): number {
  const order = Int32Array.from({ length: values.length }, (_, i) => i);
  order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const at = level * total;
  let seen = 0;
  for (let i = 0; i < order.length; i++) {
    const here = order[i] as number;
    seen += weights[here] as number;
    const next = order[i + 1];
    if (seen > at || next === undefined) return values[here] as number;
    if (seen === at) return ((values[here] as number) + (values[next] as number)) / 2;
  }
  return Number.NaN;
}
