import type { Column } from "../../data/index.ts";

/** The number of a row in the snapshot, from 0, and what it has; null for none. */
export type NumberedRow = readonly [row: number, got: number | null];

interface Asked {
  /** Of the rows in the snapshot. */
  readonly numbers: Int32Array;
  /** Whether a row counts at all. */
  tells(row: number): boolean;
  accepts(value: number): boolean;
}

interface Checked {
  readonly found: Float64Array;
  /** The rows that count. */
  readonly rows: Int32Array;
  readonly wrong: { readonly found: readonly NumberedRow[]; readonly count: number };
}

/** So many wrong rows are named. */
const NAMED = 5;

/** Reads a number for every row, and finds the rows that count and have none that is accepted. */
export function wrongRows(column: Column, { numbers, tells, accepts }: Asked): Checked {
  const found = column.kind === "text" ? new Float64Array(column.codes.length).fill(Number.NaN) : column.values;
  const rows = numbers.map((_, row) => row).filter(tells);
  const wrong = rows.filter((row) => !accepts(found[row] as number));
  const shown = Array.from(wrong.subarray(0, NAMED), (row): NumberedRow => {
    const got = found[row] as number;
    return [numbers[row] as number, Number.isNaN(got) ? null : got];
  });
  return { found, rows, wrong: { found: shown, count: wrong.length } };
}

/** The rows in words: `row 3 has none, row 8 has 1.5 …`. */
export function wordRows(found: readonly NumberedRow[], count: number): string {
  const words = found.map(([row, got]) => `row ${row} has ${got ?? "none"}`).join(", ");
  return count > found.length ? `${words} …` : words;
}
