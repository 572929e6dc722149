const double = new Float64Array(1);
const doubleBits = new BigInt64Array(double.buffer);
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/**
 * The largest double whose rounding to single precision is below `threshold` (itself a single): so for every double x,
 * `x <= below(threshold)` decides as `Math.fround(x) < threshold` does.
 */
export function below(threshold: number): number {
  if (threshold === -Infinity) return threshold;
  const previous = singleBefore(threshold);
  const middle = midpoint(previous, threshold);
  return Math.fround(middle) < threshold ? middle : doubleBefore(middle);
}

/** Where rounding turns from one neighbour to the other; beyond the largest single it turns to infinity at 2^128 - 2^103. */
function midpoint(low: number, high: number): number {
  const edge = 2 ** 128 - 2 ** 103;
  if (low === -Infinity) return -edge;
  return high === Infinity ? edge : (low + high) / 2;
}

function singleBefore(value: number): number {
  if (value === 0) return -(2 ** -149);
  single[0] = value;
  singleBits[0] = (singleBits[0] as number) + (value > 0 ? -1 : 1);
  return single[0];
}

function doubleBefore(value: number): number {
  double[0] = value;
  doubleBits[0] = (doubleBits[0] as bigint) + (value > 0 ? -1n : 1n);
  return double[0];
}
