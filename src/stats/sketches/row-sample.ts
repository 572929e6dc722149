import { mixInteger } from "./hash.ts";

/**
 * A uniform sample of a column's values: those of the rows with the smallest keys, where a key is a mixing of the row's
 * number. So it is one and the same however the rows were cut and in whatever order the pieces were merged, columns of
 * one table keep the same rows, and a column that fits is kept whole. Bottom-k sampling: Cohen, Kaplan. PODC 2007.
 */
export interface RowSample {
  readonly capacity: number;
  keys: Uint32Array;
  values: Float64Array;
  size: number;
  /** Only keys below are still of interest. */
  ceiling: number;
  /** The kept values in order, once they were {@link settleSample|settled}. */
  ascending?: Float64Array | undefined;
}

/** Values kept of one column. */
export const SAMPLE_CAPACITY = 65_536;
const FIRST = 1_024;

export function rowSample(capacity: number = SAMPLE_CAPACITY): RowSample {
  return { capacity, keys: new Uint32Array(FIRST), values: new Float64Array(FIRST), size: 0, ceiling: 2 ** 32 };
}

/** The keys of rows `first … first + out.length − 1`. Rows beyond 2^32 share keys with earlier ones. */
export function rowKeys(first: number, out: Uint32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = mixInteger(first + i);
}

/** Takes a value whose key is below the ceiling. */
export function takeSampled(sample: RowSample, key: number, value: number): void {
  if (sample.size === sample.keys.length) makeRoom(sample);
  if (key >= sample.ceiling) return;
  sample.keys[sample.size] = key;
  sample.values[sample.size++] = value;
}

/** Takes all that the other kept; the rows must be other rows. */
export function mergeSample(sample: RowSample, other: RowSample): void {
  for (let i = 0; i < other.size; i++) {
    const key = other.keys[i] as number;
    if (key < sample.ceiling) takeSampled(sample, key, other.values[i] as number);
  }
}

/** The kept values of the `count` rows with the smallest keys, by key ascending: much the same rows in every column. */
export function firstSampled(
  { keys, values, size, ceiling }: RowSample,
  count: number,
): { readonly keys: Uint32Array; readonly values: Float64Array } {
  const border = size <= count ? 2 ** 32 : nthKey({ keys, size, ceiling }, count);
  // A key and its place in one number: numbers alone are sorted many times faster than by a comparison of ours.
  const pairs = new Float64Array(size);
  let found = 0;
  for (let i = 0; i < size; i++) {
    const key = keys[i] as number;
    if (key < border) pairs[found++] = key * PLACES + i;
  }
  const sorted = pairs.subarray(0, found).sort();
  return {
    keys: Uint32Array.from(sorted, (pair) => Math.floor(pair / PLACES)),
    values: Float64Array.from(sorted, (pair) => values[pair % PLACES] as number),
  };
}

/** More than a sample has places. */
const PLACES = 2 ** 20;

/** The kept values, ascending. */
export function sampledValues(sample: RowSample): Float64Array {
  if (sample.ascending !== undefined) return sample.ascending;
  if (sample.size > sample.capacity) cut(sample);
  return sample.values.slice(0, sample.size).sort();
}

/** Gives back the room that nothing is in, and sorts: before a sample leaves the thread that filled it. It can go on. */
export function settleSample(sample: RowSample): void {
  const ascending = sampledValues(sample);
  if (ascending.length === 0) return;
  sample.keys = sample.keys.slice(0, sample.size);
  sample.values = sample.values.slice(0, sample.size);
  sample.ascending = ascending;
}

/**
 * How far the share of values below any point may be off, in 99 of 100 samples of that size; 0 when all were kept.
 * Massart. The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality. 1990.
 */
export function rankError(kept: number, of: number): number {
  return kept >= of ? 0 : Math.sqrt(Math.log(2 / 0.01) / (2 * kept));
}

function makeRoom(sample: RowSample): void {
  // A settled sample has no room, so it comes by here before it takes more.
  sample.ascending = undefined;
  const most = 2 * sample.capacity;
  if (sample.keys.length >= most) cut(sample);
  else grow(sample, Math.min(most, sample.keys.length * 4));
}

function grow(sample: RowSample, length: number): void {
  const [keys, values] = [new Uint32Array(length), new Float64Array(length)];
  keys.set(sample.keys);
  values.set(sample.values);
  sample.keys = keys;
  sample.values = values;
}

/** Keeps the `capacity` smallest keys; of equal keys at the border, none: which would depend on the order. */
function cut(sample: RowSample): void {
  const { keys, values, capacity, size } = sample;
  sample.ceiling = nthKey(sample, capacity);
  let kept = 0;
  for (let i = 0; i < size; i++) {
    if ((keys[i] as number) >= sample.ceiling) continue;
    keys[kept] = keys[i] as number;
    values[kept++] = values[i] as number;
  }
  sample.size = kept;
}

const BUCKETS = 4_096;

/** The key that `n` keys are below. Keys are uniform, so it is looked for in one of many small buckets. */
function nthKey({ keys, size, ceiling }: Pick<RowSample, "keys" | "size" | "ceiling">, n: number): number {
  const scale = BUCKETS / ceiling;
  const counts = new Uint32Array(BUCKETS + 1);
  for (let i = 0; i < size; i++) {
    const bucket = Math.floor((keys[i] as number) * scale);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  let [bucket, below] = [0, 0];
  while (below + (counts[bucket] as number) <= n) below += counts[bucket++] as number;
  const inside: number[] = [];
  for (let i = 0; i < size; i++) if (Math.floor((keys[i] as number) * scale) === bucket) inside.push(keys[i] as number);
  return Uint32Array.from(inside).sort()[n - below] as number;
}
