import type { Column } from "../../data/index.ts";
import { MOST_CATEGORIES } from "./shape.ts";

/** A category and how many rows have it. */
export interface Counted {
  readonly category: string;
  readonly rows: number;
}

/** The categories of a column that occur, the most frequent first, equally frequent ones by name. Missing values are none. */
export function countCategories(column: Column): readonly Counted[] {
  if (column.kind !== "text") return [];
  const counts = new Float64Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  const found = column.levels.map((category, code) => ({ category, rows: counts[code] as number }));
  return found
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.category < b.category ? -1 : 1))
    .slice(0, MOST_CATEGORIES);
}
