/** Values ascending, each with a weight; default: equal weights. */
export interface Weighted {
  readonly values: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
}

/**
 * The Wasserstein distance of order 1: how far values have to move on average to turn one sample into the other, in
 * their own unit. The area between the two distribution functions. Both need a value. Vallender. 1974.
 */
export function wasserstein(a: Weighted, b: Weighted): number {
  const [totalA, totalB] = [totalOf(a), totalOf(b)];
  let [i, j, shareA, shareB, area] = [0, 0, 0, 0, 0];
  let last = Math.min(a.values[0] as number, b.values[0] as number);
  while (i < a.values.length || j < b.values.length) {
    const at = Math.min(a.values[i] ?? Infinity, b.values[j] ?? Infinity);
    area += Math.abs(shareA - shareB) * (at - last);
    last = at;
    for (; a.values[i] === at; i++) shareA += weightOf(a, i) / totalA;
    for (; b.values[j] === at; j++) shareB += weightOf(b, j) / totalB;
  }
  return area;
}

function weightOf({ weights }: Weighted, i: number): number {
  return weights === undefined ? 1 : (weights[i] as number);
}

function totalOf(sample: Weighted): number {
  let total = 0;
  for (let i = 0; i < sample.values.length; i++) total += weightOf(sample, i);
  return total;
}
