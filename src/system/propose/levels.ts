import { type Column, cell } from "../../data/index.ts";

/** The values of a column, the most frequent first, each with its rows. */
export function levelsOf(
  column: Column,
): readonly { readonly value: string | number | boolean; readonly rows: number }[] {
  const counts = new Map<string | number | boolean, number>();
  const rows = column.kind === "text" ? column.codes.length : column.values.length;
  for (let row = 0; row < rows; row++) {
    const value = cell(column, row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, rows: count })).sort((a, b) => b.rows - a.rows);
}
