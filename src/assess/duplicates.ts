import type { Column, Table } from "../data/index.ts";

/** Rows that look alike. */
export interface Duplicates {
  /** Share of rows whose features are the same as those of an earlier row. */
  readonly share: number;
  /** Share of rows that have a twin with another label. */
  readonly contradictory: number;
  /** The accuracy that nobody can beat on these rows: twins with different labels cannot be told apart. */
  readonly ceiling: number;
}

/** Label → how many of the rows that look alike have it. */
type Twins = Map<number, number>;

/** Groups rows by their features, all of them, and looks at their labels: any numbers, of which equals are the same label. Two different rows fall together with a chance below one in a million. */
export function duplicatesOf(features: Table, label: Float64Array): Duplicates {
  const groups = new Map<number, Twins>();
  const keys = rowKeys(features);
  for (let row = 0; row < features.rows; row++) {
    const key = keys[row] as number;
    const group: Twins = groups.get(key) ?? new Map();
    const of = label[row] as number;
    group.set(of, (group.get(of) ?? 0) + 1);
    groups.set(key, group);
  }
  let [contradictory, right] = [0, 0];
  for (const group of groups.values()) {
    const counts = [...group.values()];
    if (counts.length > 1) contradictory += counts.reduce((sum, count) => sum + count, 0);
    right += Math.max(...counts);
  }
  const all = Math.max(1, features.rows);
  return { share: 1 - groups.size / all, contradictory: contradictory / all, ceiling: right / all };
}

/** 53 bits of every row's features: two running hashes (multiply and shift, after MurmurHash3) over the columns. */
function rowKeys({ rows, columns }: Table): Float64Array {
  const [a, b] = [new Int32Array(rows).fill(0x2f0b4c47), new Int32Array(rows).fill(0x51ed270b)];
  for (const words of columns.flatMap(wordsOf))
    for (let row = 0; row < rows; row++) {
      const word = words.at(row);
      a[row] = stir((a[row] as number) ^ word, 0x85ebca6b);
      b[row] = stir((b[row] as number) + word, 0xc2b2ae35);
    }
  return Float64Array.from(
    { length: rows },
    (_, row) => ((a[row] as number) >>> 0) * 0x200000 + ((b[row] as number) >>> 11),
  );
}

function stir(value: number, factor: number): number {
  const mixed = Math.imul(value ^ (value >>> 15), factor);
  return Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f) ^ (mixed >>> 16);
}

interface Words {
  readonly at: (row: number) => number;
}

/** A column as 32-bit words: a code, or the two halves of a number. */
function wordsOf(column: Column): readonly Words[] {
  if (column.kind === "text") return [{ at: (row) => column.codes[row] as number }];
  // Adding 0 makes −0 and 0 the same.
  const bits = new Int32Array(column.values.map((value) => value + 0).buffer);
  return [{ at: (row) => bits[2 * row] as number }, { at: (row) => bits[2 * row + 1] as number }];
}
