import { didYouMean } from "../../kernel/index.ts";
import { rowsWhere } from "../contract/quarantine.ts";
import { columnMissing } from "../file-errors.ts";
import type { RawTable } from "../raw.ts";
import { type Column, takeRows } from "../table.ts";

/**
 * Of rows that share a key, the one that came last: it replaces what it was before. Rows in whose key a value is missing
 * are all kept. Throws `data.column-missing` for a key that is no column.
 */
export function latestByKey(table: RawTable, key: readonly string[]): RawTable {
  if (key.length === 0 || table.rows === 0) return table;
  const columns = key.map((name) => keyColumn(table, name));
  const lastOf = new Map<number | string, number>();
  const keyAt = (row: number): number | string | undefined => keyOfRow(columns, row);
  for (let row = 0; row < table.rows; row++) {
    const value = keyAt(row);
    if (value !== undefined) lastOf.set(value, row);
  }
  const kept = rowsWhere(table.rows, (row) => {
    const value = keyAt(row);
    return value === undefined || lastOf.get(value) === row;
  });
  if (kept.length === table.rows) return table;
  const { lines, rejected, notes } = table;
  return {
    ...takeRows(table, kept),
    ...(lines === undefined ? {} : { lines: kept.map((row) => lines[row] as number) }),
    ...(rejected === undefined ? {} : { rejected }),
    ...(notes === undefined ? {} : { notes }),
  };
}

function keyColumn({ columns }: RawTable, name: string): Column {
  const found = columns.find((column) => column.name === name);
  const names = columns.map((column) => column.name);
  if (found === undefined) throw columnMissing({ column: name, columns: names, suggestion: didYouMean(name, names) });
  return found;
}

/** What tells a row from others; undefined where a part of it is missing. */
function keyOfRow(columns: readonly Column[], row: number): number | string | undefined {
  const [only] = columns;
  if (only !== undefined && columns.length === 1) return partOf(only, row);
  const parts = columns.map((column) => partOf(column, row));
  return parts.includes(undefined) ? undefined : JSON.stringify(parts);
}

function partOf(column: Column, row: number): number | string | undefined {
  if (column.kind === "text") return column.levels[column.codes[row] as number];
  const value = column.values[row] as number;
  return Number.isNaN(value) ? undefined : value;
}
