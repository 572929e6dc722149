/** The area under the ROC curve of values against a label, by sorting both sides; 0.5 when a side is empty. */
export function rankArea(values: Float64Array, label: Float64Array): number {
  const positive = values.filter((_, i) => label[i] === 1).sort();
  const negative = values.filter((_, i) => label[i] === 0).sort();
  if (positive.length === 0 || negative.length === 0) return 0.5;
  let [below, upTo, wins] = [0, 0, 0];
  for (const value of positive) {
    while (below < negative.length && (negative[below] as number) < value) below++;
    while (upTo < negative.length && (negative[upTo] as number) <= value) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (positive.length * negative.length);
}
