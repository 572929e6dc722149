/**
 * P-values for many questions asked at once: calling those at most q a find, a share q of the finds is false on average.
 * In the order given. Benjamini, Hochberg. Controlling the false discovery rate. 1995.
 */
export function adjustForMany(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => (pValues[b] as number) - (pValues[a] as number));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 1;
  order.forEach((index, at) => {
    least = Math.min(least, ((pValues[index] as number) * pValues.length) / (pValues.length - at));
    adjusted[index] = least;
  });
  return adjusted;
}
