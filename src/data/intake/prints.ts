import { type Column, isMissing, type Table } from "../table.ts";

/** 32-bit words of one fingerprint. */
const WORDS = 4;
/** Words kept for a row: a fingerprint of its key, then one of all its values. */
export const ROW_WORDS: number = 2 * WORDS;

/**
 * Fingerprints of 128 bits for each row: of its key, and of all its values by the names of their columns; missing values
 * and the order of the columns do not count. Four lanes of the finaliser of MurmurHash3 (Appleby, 2011). That two of ten
 * million rows share one by accident has a chance below 10^-24. A row whose key lacks a value stands for itself.
 */
export function rowPrints(table: Table, key: readonly string[]): Uint32Array {
  const prints = new Uint32Array(table.rows * ROW_WORDS);
  for (const column of table.columns)
    for (let lane = 0; lane < WORDS; lane++)
      addColumn(prints, column, { lane, offset: WORDS + lane, stride: ROW_WORDS });
  const keys = table.columns.filter(({ name }) => key.includes(name));
  for (const column of keys)
    for (let lane = 0; lane < WORDS; lane++) addColumn(prints, column, { lane, offset: lane, stride: ROW_WORDS });
  for (let row = 0; row < table.rows; row++)
    if (keys.some((column) => isMissing(column, row)))
      prints.copyWithin(row * ROW_WORDS, row * ROW_WORDS + WORDS, (row + 1) * ROW_WORDS);
  return prints;
}

/** One word for each row: the first of the four that stand for all its values. For what may be wrong now and then. */
export function rowWords(table: Table): Uint32Array {
  const words = new Uint32Array(table.rows);
  for (const column of table.columns) addColumn(words, column, { lane: 0, offset: 0, stride: 1 });
  return words;
}

/** Which of the four words, where in a row's words it is summed, and how many words a row has. */
interface Lane {
  readonly lane: number;
  readonly offset: number;
  readonly stride: number;
}

const SEEDS = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

function addColumn(prints: Uint32Array, column: Column, { lane, offset, stride }: Lane): void {
  const seed = hashText(`${column.kind} ${column.name}`, SEEDS[lane] as number);
  if (column.kind === "text") {
    const hashes = Uint32Array.from(column.levels, (level) => mix(seed + hashText(level, seed)));
    for (let row = 0; row < column.codes.length; row++) {
      const code = column.codes[row] as number;
      if (code >= 0) bump(prints, row * stride + offset, hashes[code] as number);
    }
    return;
  }
  const { values } = column;
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    // Zero has two signs in floating point and is one number.
    const low = value === 0 ? 0 : (words[row * 2] as number);
    const high = value === 0 ? 0 : (words[row * 2 + 1] as number);
    bump(prints, row * stride + offset, mix(mix(seed ^ low) + high));
  }
}

/** A sum, so that the order of the columns does not matter. */
function bump(prints: Uint32Array, at: number, by: number): void {
  prints[at] = ((prints[at] as number) + by) >>> 0;
}

function hashText(text: string, seed: number): number {
  let hash = seed | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) + (hash >>> 15);
  return mix(hash ^ text.length);
}

function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The latest fingerprint of each key: open addressing, at most half full. */
export class SeenPrints {
  private slots: Uint32Array = new Uint32Array(ROW_WORDS * 1024);
  private taken: Uint8Array = new Uint8Array(1024);
  private count = 0;

  /** Remembers the row as the latest of its key; false when the latest is the same already. */
  add(prints: Uint32Array, row: number): boolean {
    if (this.count * 2 >= this.taken.length) this.grow();
    const from = row * ROW_WORDS;
    const slot = this.find(prints, from);
    const isKnown = this.taken[slot] === 1;
    if (isKnown && this.agrees({ slot, first: WORDS }, prints, from)) return false;
    this.slots.set(prints.subarray(from, from + ROW_WORDS), slot * ROW_WORDS);
    this.taken[slot] = 1;
    if (!isKnown) this.count++;
    return true;
  }

  /** Where the key is, or the free slot that it would take. */
  private find(prints: Uint32Array, from: number): number {
    const mask = this.taken.length - 1;
    let slot = (prints[from] as number) & mask;
    while (this.taken[slot] === 1 && !this.agrees({ slot, first: 0 }, prints, from)) slot = (slot + 1) & mask;
    return slot;
  }

  /** Whether the key (`first` 0) or the row (`first` 4) in a slot is that of the prints. */
  private agrees({ slot, first }: { slot: number; first: number }, prints: Uint32Array, from: number): boolean {
    const at = slot * ROW_WORDS + first;
    for (let i = 0; i < WORDS; i++) if (this.slots[at + i] !== prints[from + first + i]) return false;
    return true;
  }

  private grow(): void {
    const { slots, taken } = this;
    this.slots = new Uint32Array(slots.length * 2);
    this.taken = new Uint8Array(taken.length * 2);
    for (let old = 0; old < taken.length; old++) {
      if (taken[old] === 0) continue;
      const slot = this.find(slots, old * ROW_WORDS);
      this.taken[slot] = 1;
      this.slots.set(slots.subarray(old * ROW_WORDS, (old + 1) * ROW_WORDS), slot * ROW_WORDS);
    }
  }
}
