/**
 * How many values lie where: bins as wide as 1/128 of an octave, in which quantiles are interpolated between the least and
 * the largest value seen. Each row counts three times: as itself, by how many rows its unit has, and by what it adds to
 * the square of the rows that its unit has up to it. So the error of a quantile is known also where one unit has many
 * rows. Sketches of different units merge.
 */
export interface QuantileSketch {
  /** Units with a row. */
  readonly units: number;
  readonly rows: number;
  /** Σ (rows of a unit)². */
  readonly squares: number;
  /** The bins that hold anything, in order of value; what follows has one number for each. */
  readonly bins: readonly number[];
  readonly counts: readonly number[];
  readonly lows: readonly number[];
  readonly highs: readonly number[];
  /** Σ over the bin's rows of the rows of their unit. */
  readonly crosses: readonly number[];
  /** Σ over the bin's rows of 2 j − 1, for a row that is its unit's j-th smallest. */
  readonly steps: readonly number[];
}

/** Nothing seen yet: the identity of {@link mergeQuantiles}. */
export const noQuantiles: QuantileSketch = Object.freeze({
  ...{ units: 0, rows: 0, squares: 0 },
  ...{ bins: [], counts: [], lows: [], highs: [], crosses: [], steps: [] },
});

/** One bin while rows are counted. */
interface Bin {
  count: number;
  low: number;
  high: number;
  cross: number;
  step: number;
}

const bits = new DataView(new ArrayBuffer(8));

/** The bin of a finite value: the sign, exponent and first seven bits of its fraction, in the order of values. */
export function binOf(value: number): number {
  bits.setFloat64(0, value === 0 ? 0 : value);
  const top = bits.getUint32(0) >>> 13;
  return top >= 0x40000 ? -1 - (top & 0x3ffff) : top;
}

/** A sketch of values, and of which unit each is: rows of one unit must have one number. NaN and infinity are passed over. */
export function quantileSketchOf(values: Float64Array, units?: Int32Array): QuantileSketch {
  const bins = new Map<number, Bin>();
  const groups = units === undefined ? singles(values) : byUnit(values, units);
  let [count, rows, squares] = [0, 0, 0];
  for (const group of groups) {
    group.forEach((value, j) => {
      addValue(bins, value, { cross: group.length, step: 2 * j + 1 });
    });
    count++;
    rows += group.length;
    squares += group.length ** 2;
  }
  return sketchOf(bins, { units: count, rows, squares });
}

function* singles(values: Float64Array): Generator<Float64Array> {
  const one = new Float64Array(1);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    one[0] = value;
    yield one;
  }
}

/** The finite values of each unit, smallest first. */
function* byUnit(values: Float64Array, units: Int32Array): Generator<Float64Array> {
  const rows = new Uint32Array(values.length).map((_, row) => row).filter((row) => Number.isFinite(values[row]));
  rows.sort((a, b) => (units[a] as number) - (units[b] as number));
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const unit = units[rows[start] as number];
    while (end < rows.length && units[rows[end] as number] === unit) end++;
    yield Float64Array.from(rows.subarray(start, end), (row) => values[row] as number).sort();
  }
}

function addValue(
  bins: Map<number, Bin>,
  value: number,
  adds: { readonly cross: number; readonly step: number },
): void {
  const key = binOf(value);
  const bin = bins.get(key);
  if (bin === undefined) {
    bins.set(key, { count: 1, low: value, high: value, ...adds });
    return;
  }
  bin.count++;
  bin.low = Math.min(bin.low, value);
  bin.high = Math.max(bin.high, value);
  bin.cross += adds.cross;
  bin.step += adds.step;
}

function sketchOf(
  bins: ReadonlyMap<number, Bin>,
  totals: Pick<QuantileSketch, "units" | "rows" | "squares">,
): QuantileSketch {
  const sorted = [...bins].sort(([a], [b]) => a - b);
  return Object.freeze({
    ...totals,
    bins: sorted.map(([key]) => key),
    counts: sorted.map(([, { count }]) => count),
    lows: sorted.map(([, { low }]) => low),
    highs: sorted.map(([, { high }]) => high),
    crosses: sorted.map(([, { cross }]) => cross),
    steps: sorted.map(([, { step }]) => step),
  });
}

/** The sketch of both samples together; no unit may be in both. */
export function mergeQuantiles(a: QuantileSketch, b: QuantileSketch): QuantileSketch {
  const bins = new Map<number, Bin>();
  for (const sketch of [a, b]) for (const [i, key] of sketch.bins.entries()) mergeBin(bins, key, binAt(sketch, i));
  return sketchOf(bins, { units: a.units + b.units, rows: a.rows + b.rows, squares: a.squares + b.squares });
}

function binAt(sketch: QuantileSketch, i: number): Bin {
  const at = (values: readonly number[]): number => values[i] as number;
  const { counts, lows, highs, crosses, steps } = sketch;
  return { count: at(counts), low: at(lows), high: at(highs), cross: at(crosses), step: at(steps) };
}

function mergeBin(bins: Map<number, Bin>, key: number, bin: Bin): void {
  const before = bins.get(key);
  if (before === undefined) {
    bins.set(key, bin);
    return;
  }
  before.count += bin.count;
  before.low = Math.min(before.low, bin.low);
  before.high = Math.max(before.high, bin.high);
  before.cross += bin.cross;
  before.step += bin.step;
}
