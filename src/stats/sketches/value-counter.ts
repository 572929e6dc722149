import { countByKernel } from "./count-block.ts";
import type { Range, ValueCounter } from "./counter-state.ts";
import {
  addDistinct,
  DISTINCT_ERROR,
  type DistinctSketch,
  distinctEstimate,
  distinctSketch,
  mergeDistinct,
} from "./distinct.ts";
import { type Hash64, hashHigh, hashLow, hashNumber, hashText } from "./hash.ts";
import { tallyFor } from "./tally.ts";

const FIRST_FACTOR = 0x01000193;
const SECOND_FACTOR = 0x2c1b3c6d;
const MISSING = 0x5bd1e995;

/** Counts numbers; NaN is missing and only part of the content. */
export function countNumbers(counter: ValueCounter, values: Float64Array, range: Range): void {
  const tally = tallyFor(range.end - range.start);
  if (tally === undefined || !countByKernel(tally, counter, { ...range, values })) countPlainly(counter, values, range);
}

/** {@link countNumbers} in plain loops: what the kernel does, step by step. */
export function countPlainly(counter: ValueCounter, values: Float64Array, { start, end }: Range): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const { content, cells } = counter;
  let [first, second] = [content[0] as number, content[1] as number];
  for (let i = start; i < end; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      first = (Math.imul(first, FIRST_FACTOR) + MISSING) | 0;
      second = (Math.imul(second, SECOND_FACTOR) + MISSING) | 0;
      continue;
    }
    // Both zeros are one value.
    const low = value === 0 ? 0 : (words[2 * i] as number);
    const high = value === 0 ? 0 : (words[2 * i + 1] as number);
    const hash = hashHigh(low, high);
    const other = hashLow(low, high);
    first = (Math.imul(first, FIRST_FACTOR) + hash) | 0;
    second = (Math.imul(second, SECOND_FACTOR) + other) | 0;
    if (counter.distinct !== null) addDistinct(counter.distinct, hash, other);
    const place = placeOf(cells, value, hash);
    if (cells[place] === value) cells[place + 1] = (cells[place + 1] as number) + 1;
    else occupy(counter, place, { key: value, high: hash, low: other });
  }
  content[0] = first;
  content[1] = second;
}

/** The hash words of texts that were numbered. */
export interface TextHashes {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

/** Makes coded texts part of the content, row by row; a code below 0 is missing. Counts nothing. */
export function noteTexts(
  counter: ValueCounter,
  codes: Int32Array,
  { high, low, start, end }: TextHashes & Range,
): void {
  const { content } = counter;
  let [first, second] = [content[0] as number, content[1] as number];
  for (let i = start; i < end; i++) {
    const code = codes[i] as number;
    first = (Math.imul(first, FIRST_FACTOR) + (code < 0 ? MISSING : (high[code] as number))) | 0;
    second = (Math.imul(second, SECOND_FACTOR) + (code < 0 ? MISSING : (low[code] as number))) | 0;
  }
  content[0] = first;
  content[1] = second;
}

/** One text that came `count` times, with the words of its hash. */
export interface CountedText {
  readonly text: string;
  readonly count: number;
  readonly high: number;
  readonly low: number;
}

/** Counts a text. */
export function countText(counter: ValueCounter, { text, count, high, low }: CountedText): void {
  addKey(counter, { key: keyOf(high, low), high, low, count, text });
}

/** Counts all that the other counted; `rows` is how many rows it saw, missing ones included. */
export function mergeCounter(counter: ValueCounter, other: ValueCounter, rows: number): void {
  if (other.distinct !== null) mergeDistinct(inexact(counter), other.distinct);
  counter.lost += other.lost;
  for (let place = 0; place < other.cells.length; place += 2) {
    const key = other.cells[place] as number;
    if (Number.isNaN(key)) continue;
    const text = other.texts?.[place];
    const { high, low } = hashOf(key, text);
    addKey(counter, {
      key,
      high,
      low,
      count: other.cells[place + 1] as number,
      ...(text === undefined ? {} : { text }),
    });
  }
  const factors = [power(FIRST_FACTOR, rows), power(SECOND_FACTOR, rows)];
  // The other began its content with 1, as every counter does.
  for (const i of [0, 1])
    counter.content[i] =
      (Math.imul((counter.content[i] as number) - 1, factors[i] as number) + (other.content[i] as number)) | 0;
}

/** How many distinct values; `error` is the relative standard error, 0 when counted. */
export function distinctOf({ used, distinct }: ValueCounter): { readonly value: number; readonly error: number } {
  return distinct === null
    ? { value: used, error: 0 }
    : { value: Math.round(distinctEstimate(distinct)), error: DISTINCT_ERROR };
}

/** A value and how often it came: at least `count`, at most `count + lost`. */
export interface CountedValue {
  readonly value: number | string;
  readonly count: number;
}

/** The counted values, the most frequent first; ties by value. */
export function countedValues({ cells, texts }: ValueCounter): readonly CountedValue[] {
  const found: CountedValue[] = [];
  for (let place = 0; place < cells.length; place += 2) {
    const key = cells[place] as number;
    if (!Number.isNaN(key)) found.push({ value: texts?.[place] ?? key, count: cells[place + 1] as number });
  }
  return found.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

interface Keyed {
  readonly key: number;
  readonly high: number;
  readonly low: number;
  readonly count: number;
  readonly text?: string;
}

function addKey(counter: ValueCounter, { key, high, low, count, text }: Keyed): void {
  if (counter.distinct !== null) addDistinct(counter.distinct, high, low);
  const place = placeOf(counter.cells, key, high);
  if (counter.cells[place] === key) (counter.cells[place + 1] as number) += count;
  else {
    const taken = occupy(counter, place, { key, high, low });
    counter.cells[taken + 1] = count;
    if (counter.texts !== undefined) counter.texts[taken] = text;
  }
}

/** The place of a key, or the empty one where it belongs. */
function placeOf(cells: Float64Array, key: number, hash: number): number {
  const mask = cells.length - 1;
  let place = (hash << 1) & mask;
  for (;;) {
    const there = cells[place] as number;
    if (there === key || Number.isNaN(there)) return place;
    place = (place + 2) & mask;
  }
}

/** Puts a new key with the count 1 at its empty place, after making room where there is none; gives where it went. */
function occupy(counter: ValueCounter, place: number, { key, high, low }: Omit<Keyed, "count">): number {
  let free = place;
  if (counter.used === counter.capacity) {
    purge(counter);
    addDistinct(inexact(counter), high, low);
    free = placeOf(counter.cells, key, high);
  }
  counter.cells[free] = key;
  counter.cells[free + 1] = 1;
  counter.used++;
  return free;
}

/** Lowers every count by about the median, and forgets those that are left with nothing: at least one. */
function purge(counter: ValueCounter): void {
  inexact(counter);
  const { cells, texts } = counter;
  const least = medianCount(cells);
  const left: Survivor[] = [];
  for (let at = 0; at < cells.length; at += 2)
    if ((cells[at + 1] as number) > least)
      left.push({ key: cells[at] as number, count: (cells[at + 1] as number) - least, text: texts?.[at] });
  cells.fill(Number.NaN);
  texts?.fill(undefined);
  for (const { key, count, text } of left) {
    const place = placeOf(cells, key, hashOf(key, text).high);
    cells[place] = key;
    cells[place + 1] = count;
    if (texts !== undefined) texts[place] = text;
  }
  counter.used = left.length;
  counter.lost += least;
}

interface Survivor {
  readonly key: number;
  readonly count: number;
  readonly text: string | undefined;
}

/** One place in so many is looked at for the median. */
const STEP = 16;

function medianCount(cells: Float64Array): number {
  const counts: number[] = [];
  for (let at = 1; at < cells.length; at += 2 * STEP) if ((cells[at] as number) > 0) counts.push(cells[at] as number);
  // Few places are taken: look at all.
  if (counts.length === 0) return cells.filter((value, at) => at % 2 === 1 && value > 0).sort()[0] as number;
  return Float64Array.from(counts).sort()[(counts.length - 1) >> 1] as number;
}

/** The sketch of distinct values, made from what is counted so far when there is none yet. */
function inexact(counter: ValueCounter): DistinctSketch {
  if (counter.distinct !== null) return counter.distinct;
  const sketch = distinctSketch();
  for (let at = 0; at < counter.cells.length; at += 2) {
    const key = counter.cells[at] as number;
    if (Number.isNaN(key)) continue;
    const { high, low } = hashOf(key, counter.texts?.[at]);
    addDistinct(sketch, high, low);
  }
  counter.distinct = sketch;
  return sketch;
}

function hashOf(key: number, text: string | undefined): Hash64 {
  return text === undefined ? hashNumber(key) : hashText(text);
}

/** 52 bits of a text's hash, which stand for it. */
function keyOf(high: number, low: number): number {
  return (high >>> 0) * 2 ** 20 + (low >>> 12);
}

/** `factor` multiplied `times` with itself, modulo 2^32. */
function power(factor: number, times: number): number {
  let [result, base] = [1, factor];
  for (let left = times; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = Math.imul(result, base);
    base = Math.imul(base, base);
  }
  return result;
}
