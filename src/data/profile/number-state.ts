import {
  countNumbers,
  type Moments,
  mergeCounter,
  mergeMoments,
  mergeSample,
  type Range,
  type RowSample,
  rowSample,
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

/** Takes a range of values; `keys` are those of its rows, from 0. */
export function addNumbers(
  state: NumberState,
  values: Float64Array,
  { start, end, keys }: Range & { readonly keys: Uint32Array },
): void {
  const range = { start, end };
  state.rows += end - start;
  sumUp(state, values, range);
  countNumbers(state.counter, values, range);
  const { sample } = state;
  for (let i = start; i < end; i++) {
    const key = keys[i - start] as number;
    if (key < sample.ceiling && !Number.isNaN(values[i] as number)) takeSampled(sample, key, values[i] as number);
  }
  if (state.times !== undefined) addTimes(state.times, values, range);
}

/** Min, max, sums and the plain counts: one pass without a branch but for missing values. */
function sumUp(state: NumberState, values: Float64Array, { start, end }: Range): void {
  const { running } = state;
  if (running.n === 0) running.shift = firstValue(values, { start, end });
  const { shift } = running;
  let { sum, squares } = running;
  let [min, max, n, zeros, negatives, whole] = [state.min, state.max, 0, 0, 0, 0];
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    n++;
    if (value < min) min = value;
    if (value > max) max = value;
    zeros += value === 0 ? 1 : 0;
    negatives += value < 0 ? 1 : 0;
    whole += Math.floor(value) === value ? 1 : 0;
    const off = value - shift;
    sum += off;
    squares += off * off;
  }
  state.missing += end - start - n;
  state.min = min;
  state.max = max;
  state.zeros += zeros;
  state.negatives += negatives;
  state.whole += whole;
  running.n += n;
  running.sum = sum;
  running.squares = squares;
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
