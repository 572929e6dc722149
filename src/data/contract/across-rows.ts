import type { Column } from "../table.ts";
import type { Contract } from "./contract.ts";
import { codeOf, type JudgedColumn } from "./enforce-column.ts";
import { joinedKey, type KeySet, keySet, keysIn } from "./key-set.ts";
import type { Marks } from "./marks.ts";

/** Marks rows whose value, or combination of values, an earlier sound row had. Keeps what it saw from batch to batch. */
export interface Repeats {
  readonly names: readonly string[];
  /** Marks into `broke`; rows for which `isSound` is false neither repeat nor are repeated. */
  mark(columns: readonly Column[], broke: Marks, isSound: (row: number) => boolean): void;
}

/** What a contract demands to be unique, in the order in which it is judged: single fields, then combinations. */
export function repeatsOf({ fields, unique = [] }: Contract): readonly Repeats[] {
  const single = Object.keys(fields).filter((name) => fields[name]?.unique === true);
  return [...single.map((name) => [name]), ...unique].map(repeatsIn);
}

function repeatsIn(names: readonly string[]): Repeats {
  const seen: KeySet = keySet();
  return {
    names,
    mark(columns, broke, isSound) {
      const [first] = columns;
      if (columns.length === 1 && first !== undefined && first.kind !== "text")
        markNumbers(first.values, { seen, broke, isSound });
      else markKeys(columns, { seen, broke, isSound });
    },
  };
}

function markKeys(columns: readonly Column[], { seen, broke, isSound }: Marking): void {
  const [only, ...others] = columns.map(keysIn);
  if (only === undefined) return;
  const key = others.length === 0 ? only : (row: number) => joinedKey([only, ...others].map((of) => of(row)));
  const rows = rowsIn(columns[0]);
  for (let row = 0; row < rows; row++) {
    if (!isSound(row) || columns.some((column) => isAbsent(column, row))) continue;
    if (!seen.add(key(row))) broke.set(row, codeOf("unique"));
  }
}

interface Marking {
  readonly seen: KeySet;
  readonly broke: Marks;
  readonly isSound: (row: number) => boolean;
}

/** The path of every identifier: no object for a row. */
function markNumbers(values: Float64Array, { seen, broke, isSound }: Marking): void {
  const code = codeOf("unique");
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (!Number.isNaN(value) && isSound(row) && !seen.addNumber(value)) broke.set(row, code);
  }
}

/** Marks the rows whose value is not among the keys. */
export function markStrangers({ column, broke }: JudgedColumn, keys: Pick<KeySet, "has">): void {
  const keyAt = keysIn(column);
  const rows = rowsIn(column);
  for (let row = 0; row < rows; row++)
    if (!isAbsent(column, row) && !keys.has(keyAt(row))) broke.set(row, codeOf("reference"));
}

function rowsIn(column: Column | undefined): number {
  return column === undefined ? 0 : column.kind === "text" ? column.codes.length : column.values.length;
}

function isAbsent(column: Column, row: number): boolean {
  return column.kind === "text" ? (column.codes[row] as number) < 0 : Number.isNaN(column.values[row] as number);
}
