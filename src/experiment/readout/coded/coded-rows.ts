/**
 * Exposures or events as rows of 24 bytes, one after the other in a buffer: a unit as 64 bits in two words, a time in whole
 * milliseconds since 1970 with the number of a name (below 256) in its last eight bits, and an amount. Two views of the same bytes.
 */
export interface CodedRows {
  readonly words: Uint32Array;
  readonly numbers: Float64Array;
}

export const WORDS_OF_ROW = 6;
export const NUMBERS_OF_ROW = 3;
/** Names that a row can tell apart. */
export const MOST_NAMES = 256;

export function codedRows(buffer: ArrayBuffer): CodedRows {
  return { words: new Uint32Array(buffer), numbers: new Float64Array(buffer) };
}

export function countOf({ numbers }: CodedRows): number {
  return Math.floor(numbers.length / NUMBERS_OF_ROW);
}

/** So many units at a time, with all that is counted of them, stay in a cache. */
const UNITS_AT_A_TIME = 8_192;

/** The same rows with those of a unit nearer to each other, by the first bits of its first word; a unit's own keep their order. */
export function gathered(rows: CodedRows, units: number): CodedRows {
  const bits = Math.min(16, Math.ceil(Math.log2(Math.max(1, units / UNITS_AT_A_TIME))));
  const count = countOf(rows);
  if (bits === 0 || count === 0) return rows;
  const shift = 32 - bits;
  const ends = new Uint32Array(2 ** bits + 1);
  for (let row = 0; row < count; row++) bump(ends, ((rows.words[row * WORDS_OF_ROW] as number) >>> shift) + 1);
  for (let bucket = 1; bucket < ends.length; bucket++)
    ends[bucket] = (ends[bucket] as number) + (ends[bucket - 1] as number);
  const into = codedRows(new ArrayBuffer(count * NUMBERS_OF_ROW * 8));
  for (let row = 0; row < count; row++) {
    const to = bump(ends, (rows.words[row * WORDS_OF_ROW] as number) >>> shift);
    into.words[to * WORDS_OF_ROW] = rows.words[row * WORDS_OF_ROW] as number;
    into.words[to * WORDS_OF_ROW + 1] = rows.words[row * WORDS_OF_ROW + 1] as number;
    into.numbers[to * NUMBERS_OF_ROW + 1] = rows.numbers[row * NUMBERS_OF_ROW + 1] as number;
    into.numbers[to * NUMBERS_OF_ROW + 2] = rows.numbers[row * NUMBERS_OF_ROW + 2] as number;
  }
  return into;
}

/** Adds one, and says what there was before. */
function bump(counts: Uint32Array, at: number): number {
  const before = counts[at] as number;
  counts[at] = before + 1;
  return before;
}

/** The units of some rows, numbered in the order in which they come, and found again by their words. */
export class UnitNumbers {
  readonly #slots: Int32Array;
  readonly #words: Uint32Array;
  readonly #mask: number;
  readonly #shift: number;
  #size = 0;

  /** Room for so many. */
  constructor(most: number) {
    const bits = Math.ceil(Math.log2(Math.max(2, 2 * most)));
    const slots = 2 ** bits;
    this.#slots = new Int32Array(slots).fill(-1);
    this.#words = new Uint32Array(2 * most);
    this.#mask = slots - 1;
    this.#shift = 32 - bits;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of a unit, or -1. */
  find(low: number, high: number): number {
    return this.#slots[this.#slotOf(low, high)] as number;
  }

  /** The number of a unit, a new one where it has none. */
  add(low: number, high: number): number {
    const slot = this.#slotOf(low, high);
    const known = this.#slots[slot] as number;
    if (known >= 0) return known;
    const unit = this.#size++;
    this.#slots[slot] = unit;
    this.#words[2 * unit] = low;
    this.#words[2 * unit + 1] = high;
    return unit;
  }

  #slotOf(low: number, high: number): number {
    // Units that are near by their first bits are near in memory: see `gathered`.
    let slot = low >>> this.#shift;
    for (;;) {
      const unit = this.#slots[slot] as number;
      if (unit < 0 || (this.#words[2 * unit] === low && this.#words[2 * unit + 1] === high)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
