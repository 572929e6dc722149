import { countCategories } from "./count-categories.ts";
import { readCategories, readParts } from "./shape.ts";
import { defineTransform, type Transform } from "./transform.ts";

interface OrdinalState {
  /** In their order: the place is the value. */
  readonly categories: readonly string[];
}

/** The place of a category in a vocabulary; missing where it is not in it. */
export const ordinal: Transform<OrdinalState> = defineTransform<OrdinalState>({
  name: "ordinal",
  takes: ["text"],
  gives: "number",
  words: (of, { by }) => `place of ${of} by ${by}`,
  isWide: () => false,
  fit(column, { options: { by } }) {
    const categories = countCategories(column).map(({ category }) => category);
    return { categories: by === "name" ? categories.sort() : categories };
  },
  columns: () => [""],
  prepare({ categories }) {
    const places = new Map(categories.map((category, place) => [category, place]));
    return (value, out) => {
      out[0] = (value === null ? undefined : places.get(value as string)) ?? Number.NaN;
    };
  },
  learned: ({ categories }) => `${categories.length} ${categories.length === 1 ? "category" : "categories"}`,
  read: (data) => ({ categories: readCategories(readParts(data, "what a vocabulary learned").categories) }),
});
