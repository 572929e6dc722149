import { countCategories } from "./count-categories.ts";
import { readCategories, readParts } from "./shape.ts";
import { defineTransform, type Transform } from "./transform.ts";

interface PoolState {
  /** The categories that stay as they are, ascending. */
  readonly categories: readonly string[];
}

/** Categories that are rare, and those that were not there, become one. Missing stays missing. */
export const pool: Transform<PoolState> = defineTransform<PoolState>({
  name: "pool",
  takes: ["text"],
  gives: "text",
  words: (of, { atLeast, into }) => `(${of}, "${into}" below ${atLeast} rows)`,
  isWide: () => false,
  fit(column, { options: { atLeast, most } }) {
    const frequent = countCategories(column).filter(({ rows }) => rows >= (atLeast as number));
    const kept = frequent.slice(0, most as number);
    return { categories: kept.map(({ category }) => category).sort() };
  },
  columns: () => [""],
  prepare({ categories }, { into }) {
    const kept = new Set(categories);
    return (value, out) => {
      out[0] = value === null || kept.has(value as string) ? value : (into as string);
    };
  },
  learned: ({ categories }) => `${categories.length} ${categories.length === 1 ? "category stays" : "categories stay"}`,
  read: (data) => ({ categories: readCategories(readParts(data, "what pooling learned").categories) }),
});
