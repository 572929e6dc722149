import type { Kind } from "../../data/index.ts";
import type { Scalar } from "../operator.ts";
import type { WindowEvent } from "./window-event.ts";

type Id = string | number | null;

/** An event that came after one of a later time. */
export const LATE = 1;
/** An event that a correction replaced. */
export const GONE = 2;

const LEAST = 8;

/** Events by column, as a ring holds them. */
export interface RingColumns {
  readonly time: Float64Array;
  readonly knownAt: Float64Array;
  readonly ids: Id[] | null;
  readonly numbers: readonly Float64Array[];
  readonly texts: readonly (string | null)[][];
}

/**
 * The events of one entity that some window may still see, by column, numbered in the order in which they came in. Event
 * `n` lies at `n & mask`; the numbers from `first` to before `next` are held.
 */
export class EventRing {
  first = 0;
  next = 0;
  mask: number = LEAST - 1;
  time: Float64Array = new Float64Array(LEAST);
  knownAt: Float64Array = new Float64Array(LEAST);
  /** {@link LATE}, {@link GONE}. */
  marks: Uint8Array = new Uint8Array(LEAST);
  ids: Id[] | null;
  /** By input; empty for one of texts. */
  readonly numbers: Float64Array[];
  /** By input; empty for one of numbers. */
  readonly texts: (string | null)[][];
  readonly isText: readonly boolean[];
  /** The latest time of all events that were not late. */
  #newest = Number.NEGATIVE_INFINITY;
  #isLent = false;

  constructor(kinds: readonly Kind[], hasIds: boolean) {
    this.isText = kinds.map((kind) => kind === "text");
    this.numbers = this.isText.map((isText) => new Float64Array(isText ? 0 : LEAST));
    this.texts = this.isText.map(() => []);
    this.ids = hasIds ? [] : null;
  }

  clear(from = 0): void {
    this.first = from;
    this.next = from;
    this.#newest = Number.NEGATIVE_INFINITY;
  }

  /** Holds the columns of a caller from now on, whose size is a power of two: events are then admitted, not appended. */
  lend({ time, knownAt, ids, numbers, texts }: RingColumns): void {
    this.#isLent = true;
    this.time = time;
    this.knownAt = knownAt;
    this.ids = ids;
    this.numbers.splice(0, numbers.length, ...numbers);
    this.texts.splice(0, texts.length, ...texts);
    this.mask = time.length - 1;
    if (this.marks.length < time.length) this.marks = new Uint8Array(time.length);
  }

  /** Takes in the next events of the columns that were lent. */
  admit(count: number): void {
    const { time, marks, next } = this;
    let newest = this.#newest;
    for (let n = next; n < next + count; n++) {
      const at = time[n] as number;
      marks[n] = at < newest ? LATE : 0;
      if (at > newest) newest = at;
    }
    this.#newest = newest;
    this.next = next + count;
  }

  /** Takes in one event and gives its number. */
  append(event: WindowEvent): number {
    if (this.next - this.first > this.mask) this.#resize((this.mask + 1) * 2);
    const n = this.next++;
    const at = n & this.mask;
    this.time[at] = event.time;
    this.knownAt[at] = event.knownAt;
    this.marks[at] = event.time < this.#newest ? LATE : 0;
    if (event.time > this.#newest) this.#newest = event.time;
    if (this.ids !== null) this.ids[at] = event.id;
    for (let input = 0; input < this.isText.length; input++) {
      const value = event.values[input] ?? null;
      if (this.isText[input]) (this.texts[input] as (string | null)[])[at] = value as string | null;
      // Adding zero makes one zero of the two.
      else (this.numbers[input] as Float64Array)[at] = value === null ? Number.NaN : (value as number) + 0;
    }
    return n;
  }

  /** Makes room for so many events, numbered from 0, whose columns the caller fills before they are admitted. */
  makeRoom(count: number): void {
    this.clear();
    if (count > this.mask + 1) this.#resize(2 ** Math.ceil(Math.log2(count)));
  }

  /** Forgets the oldest numbers as long as their events happened at `edge` or before. */
  forget(edge: number): void {
    while (this.first < this.next && (this.time[this.first & this.mask] as number) <= edge) this.first++;
    if (!this.#isLent && this.mask >= LEAST * 8 && (this.next - this.first) * 8 < this.mask)
      this.#resize((this.mask + 1) / 2);
  }

  valuesOf(n: number): readonly Scalar[] {
    const at = n & this.mask;
    return this.isText.map((isText, input) =>
      isText ? (this.texts[input]?.[at] ?? null) : (this.numbers[input]?.[at] ?? Number.NaN),
    );
  }

  eventAt(n: number): WindowEvent {
    const at = n & this.mask;
    const [time, knownAt] = [this.time[at] as number, this.knownAt[at] as number];
    return { time, knownAt, id: this.ids?.[at] ?? null, values: this.valuesOf(n) };
  }

  #resize(size: number): void {
    const places = { first: this.first, next: this.next, from: this.mask, to: size - 1 };
    this.time = moved(this.time, new Float64Array(size), places);
    this.knownAt = moved(this.knownAt, new Float64Array(size), places);
    this.marks = moved(this.marks, new Uint8Array(size), places);
    for (let input = 0; input < this.isText.length; input++) {
      if (this.isText[input]) this.texts[input] = moved(this.texts[input] ?? [], [], places);
      else this.numbers[input] = moved(this.numbers[input] as Float64Array, new Float64Array(size), places);
    }
    if (this.ids !== null) this.ids = moved(this.ids, [] as Id[], places);
    this.mask = size - 1;
  }
}

interface Places {
  readonly first: number;
  readonly next: number;
  readonly from: number;
  readonly to: number;
}

function moved<A extends { [at: number]: unknown }>(source: A, target: A, { first, next, from, to }: Places): A {
  for (let n = first; n < next; n++) (target as { [at: number]: unknown })[n & to] = source[n & from];
  return target;
}
