import { type Column, cell, column, isMissing, type Table } from "./table.ts";

/** Rows by entity: `ids[row]` is the number of its entity, `keys[id]` its name. */
export interface Groups {
  readonly ids: Int32Array;
  readonly keys: readonly string[];
}

/**
 * The entities of a column, numbered in order of first appearance. Rows without one are each an entity of their own,
 * so that nothing is tied together by what is not known.
 */
export function groupsOf(table: Table, field: string): Groups {
  const found = column(table, field);
  const index = new Map<number, number>();
  const keys: string[] = [];
  const ids = new Int32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const value = (found.kind === "text" ? found.codes[row] : found.values[row]) as number;
    const id = isMissing(found, row) ? keys.length : (index.get(value) ?? keys.length);
    if (id === keys.length) keys.push(nameOf(found, row));
    if (!isMissing(found, row)) index.set(value, id);
    ids[row] = id;
  }
  return { ids, keys };
}

function nameOf(found: Column, row: number): string {
  return String(cell(found, row) ?? `(row ${row})`);
}

/** The number of rows of each entity. */
export function sizesOf({ ids, keys }: Groups): Int32Array {
  const sizes = new Int32Array(keys.length);
  for (const id of ids) sizes[id] = (sizes[id] ?? 0) + 1;
  return sizes;
}
