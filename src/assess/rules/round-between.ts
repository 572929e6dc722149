/** The number with the fewest digits that is above `low` and at most `high`: a threshold that a person would write. */
export function roundBetween(low: number, high: number): number {
  if (!(low < high)) return high;
  for (let digits = 1; digits <= 17; digits++) {
    const step = 10 ** (Math.ceil(Math.log10(high - low)) + 1 - digits);
    const rounded = Number((Math.floor(high / step) * step).toPrecision(15));
    if (rounded > low && rounded <= high) return rounded;
  }
  return high;
}
