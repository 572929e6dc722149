import type { Column, TextColumn } from "../table.ts";

/** Keys seen so far, in 8 bytes each at two thirds full: numbers exactly, texts and combinations by 64 bits of hash. */
export interface KeySet {
  readonly size: number;
  has(key: Key): boolean;
  /** Whether it was not there yet. */
  add(key: Key): boolean;
  /** The same for a number, without an object in between. */
  addNumber(value: number): boolean;
}

/** 64 bits that stand for a value. */
export interface Key {
  readonly low: number;
  readonly high: number;
}

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** The key of a number: its bits, minus zero as zero. */
export function numberKey(value: number): Key {
  scratch[0] = value === 0 ? 0 : value;
  return { low: words[0] as number, high: words[1] as number };
}

/** The key of a text: two 32-bit hashes of its UTF-16 units, after MurmurHash3's rounds. */
export function textKey(text: string): Key {
  let low = 0x9747b28c;
  let high = 0x3c6ef372;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0xcc9e2d51);
    low = (low << 13) | (low >>> 19);
    high = Math.imul(high ^ unit, 0x1b873593);
    high = ((high << 15) | (high >>> 17)) + low;
  }
  return { low: settled(low ^ text.length), high: settled(high ^ low) };
}

/** One key for several, in their order. */
export function joinedKey(keys: readonly Key[]): Key {
  let low = keys.length;
  let high = 0x85ebca6b;
  for (const key of keys) {
    low = settled(Math.imul(low, 31) ^ key.low ^ Math.imul(key.high, 0x9e3779b1));
    high = settled(Math.imul(high, 37) ^ key.high ^ Math.imul(key.low, 0xc2b2ae35));
  }
  return { low, high };
}

/** The last rounds of MurmurHash3: every bit of the input moves every bit of the output. */
function settled(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** An empty set of keys. */
export function keySet(): KeySet {
  let slots = new Uint32Array(2 * 1024);
  let size = 0;
  let hasZero = false;
  const grow = (): void => {
    const wider = new Uint32Array(slots.length * 2);
    for (let i = 0; i < slots.length; i += 2) {
      const low = slots[i] as number;
      const high = slots[i + 1] as number;
      if (low === 0 && high === 0) continue;
      const at = placeIn(wider, low, high);
      wider[at] = low;
      wider[at + 1] = high;
    }
    slots = wider;
  };
  const addWords = (low: number, high: number): boolean => {
    if (low === 0 && high === 0) {
      if (hasZero) return false;
      hasZero = true;
      size++;
      return true;
    }
    const at = placeIn(slots, low, high);
    if (slots[at] !== 0 || slots[at + 1] !== 0) return false;
    slots[at] = low;
    slots[at + 1] = high;
    // At most two thirds full, or a search takes long.
    if (++size * 3 > slots.length) grow();
    return true;
  };
  return {
    get size() {
      return size;
    },
    has({ low, high }) {
      if (low === 0 && high === 0) return hasZero;
      const at = placeIn(slots, low, high);
      return slots[at] !== 0 || slots[at + 1] !== 0;
    },
    add: ({ low, high }) => addWords(low, high),
    addNumber(value) {
      scratch[0] = value === 0 ? 0 : value;
      return addWords(words[0] as number, words[1] as number);
    },
  };
}

/** Where a key stands, or would. The table holds a power of two of keys; an empty place is two zeros. */
function placeIn(table: Uint32Array, low: number, high: number): number {
  const mask = table.length / 2 - 1;
  let at = settled(low ^ Math.imul(high, 0x9e3779b1)) & mask;
  for (;;) {
    const there = table[2 * at] as number;
    const thereToo = table[2 * at + 1] as number;
    if ((there === low && thereToo === high) || (there === 0 && thereToo === 0)) return 2 * at;
    at = (at + 1) & mask;
  }
}

/** The key of a cell: of a text, or of what a table holds as a number. */
export function keyOf(value: string | number): Key {
  return typeof value === "string" ? textKey(value) : numberKey(value);
}

/** All values of columns, as keys for other fields to refer to. What is missing is no key. */
export function keysOf(columns: readonly Column[]): KeySet {
  const keys = keySet();
  for (const column of columns)
    if (column.kind === "text") for (const text of textsIn(column)) keys.add(textKey(text));
    else for (const value of column.values) if (!Number.isNaN(value)) keys.addNumber(value);
  return keys;
}

/** The texts that occur. */
function textsIn({ codes, levels }: TextColumn): readonly string[] {
  const used = new Set(codes);
  return levels.filter((_, code) => used.has(code));
}

/** How the keys of a column's rows are found: each text is hashed once. */
export function keysIn(column: Column): (row: number) => Key {
  if (column.kind !== "text") return (row) => numberKey(column.values[row] as number);
  const keys = column.levels.map(textKey);
  return (row) => keys[column.codes[row] as number] as Key;
}
