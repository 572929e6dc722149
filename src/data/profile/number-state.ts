import {
  countNumbers,
  type Moments,
  mergeCounter,
  mergeMoments,
  mergeSample,
  type Range,
  type RowSample,
  rowSample,
  sumNumbers,
  takeSampled,
  type ValueCounter,
  valueCounter,
} from "../../stats/index.ts";
import { addTimes, mergeTimes, type TimeState, timeState } from "./time-state.ts";

/** What was seen of a column of numbers, flags or times. Plain data: it can leave a thread. */
export interface NumberState {
  readonly name: string;
  readonly kind: "number" | "flag" | "time";
  rows: number;
  missing: number;
  min: number;
  max: number;
  zeros: number;
  negatives: number;
  whole: number;
  moments: Moments;
  /** Sums about the first value, running on from batch to batch: how rows are cut does not change a bit of them. */
  readonly running: Running;
  readonly counter: ValueCounter;
  readonly sample: RowSample;
  readonly times?: TimeState;
}

interface Running {
  n: number;
  shift: number;
  sum: number;
  squares: number;
}

export function numberState(name: string, kind: NumberState["kind"]): NumberState {
  const state: NumberState = {
    name,
    kind,
    rows: 0,
    missing: 0,
    min: Infinity,
    max: -Infinity,
    zeros: 0,
    negatives: 0,
    whole: 0,
    moments: { n: 0, mean: 0, m2: 0 },
    running: { n: 0, shift: 0, sum: 0, squares: 0 },
    counter: valueCounter("numbers"),
    sample: rowSample(),
  };
  return kind === "time" ? { ...state, times: timeState() } : state;
}

/** Some of a range's rows: which a sample may still want, and their keys. */
export interface Wanted {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
}

/** Takes a range of values; `wanted` are all of its rows with a key below the sample's ceiling, and maybe more. */
export function addNumbers(
  state: NumberState,
  values: Float64Array,
  { start, end, wanted }: Range & { readonly wanted: Wanted },
): void {
  const range = { start, end };
  state.rows += end - start;
  sumUp(state, values, range);
  countNumbers(state.counter, values, range);
  const { sample } = state;
  const { rows, keys } = wanted;
  for (let i = 0; i < rows.length; i++) {
    const [key, value] = [keys[i] as number, values[rows[i] as number] as number];
    if (key < sample.ceiling && !Number.isNaN(value)) takeSampled(sample, key, value);
  }
  if (state.times !== undefined) addTimes(state.times, values, range);
}

/** Min, max, sums and the plain counts. */
function sumUp(state: NumberState, values: Float64Array, { start, end }: Range): void {
  const { running } = state;
  if (running.n === 0) running.shift = firstValue(values, { start, end });
  const { shift, sum, squares } = running;
  const sums = sumNumbers(values, { start, end }, { shift, sum, squares, min: state.min, max: state.max });
  state.missing += end - start - sums.n;
  state.min = sums.min;
  state.max = sums.max;
  state.zeros += sums.zeros;
  state.negatives += sums.negatives;
  state.whole += sums.whole;
  running.n += sums.n;
  running.sum = sums.sum;
  running.squares = sums.squares;
}

function firstValue(values: Float64Array, { start, end }: Range): number {
  for (let i = start; i < end; i++) if (!Number.isNaN(values[i] as number)) return values[i] as number;
  return 0;
}

/** The moments of all that was seen. */
export function momentsIn({ moments, running: { n, shift, sum, squares } }: NumberState): Moments {
  if (n === 0) return moments;
  return mergeMoments({ n, mean: shift + sum / n, m2: Math.max(0, squares - (sum * sum) / n) }, moments);
}

/** Takes all that the other has seen, of other rows. */
export function mergeNumbers(state: NumberState, other: NumberState): void {
  state.rows += other.rows;
  state.missing += other.missing;
  state.min = Math.min(state.min, other.min);
  state.max = Math.max(state.max, other.max);
  state.zeros += other.zeros;
  state.negatives += other.negatives;
  state.whole += other.whole;
  state.moments = mergeMoments(state.moments, momentsIn(other));
  mergeCounter(state.counter, other.counter, other.rows);
  mergeSample(state.sample, other.sample);
  if (state.times !== undefined && other.times !== undefined) mergeTimes(state.times, other.times);
}
