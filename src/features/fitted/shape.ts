import { isObject } from "../../kernel/index.ts";
import { frozenUnreadable } from "./errors.ts";

// Readers of JSON-like data that trust nothing: each names the part it wanted in `features.frozen-unreadable`.

/** Categories that a transform may keep at most: a model stays of a size that can be served. */
export const MOST_CATEGORIES = 100_000;

export function readParts(data: unknown, what: string): Readonly<Record<string, unknown>> {
  if (isObject(data) && !Array.isArray(data)) return data as Readonly<Record<string, unknown>>;
  throw frozenUnreadable({ problem: `${what} is not an object` });
}

export function readFinite(data: unknown, what: string): number {
  if (typeof data === "number" && Number.isFinite(data)) return data;
  throw frozenUnreadable({ problem: `${what} is not a finite number` });
}

export function readWord(data: unknown, what: string): string {
  if (typeof data === "string") return data;
  throw frozenUnreadable({ problem: `${what} is not text` });
}

/** A list of at most so many items, each read by `read`. */
export function readItems<T>(
  data: unknown,
  { what, most = MOST_CATEGORIES }: { readonly what: string; readonly most?: number },
  read: (item: unknown, what: string) => T,
): readonly T[] {
  if (!Array.isArray(data)) throw frozenUnreadable({ problem: `${what} is not a list` });
  if (data.length > most) throw frozenUnreadable({ problem: `${what} has ${data.length} items, more than ${most}` });
  return data.map((item) => read(item, `an item of ${what}`));
}

/** Texts, each once. */
export function readCategories(data: unknown): readonly string[] {
  const found = readItems(data, { what: "the categories" }, readWord);
  if (new Set(found).size < found.length) throw frozenUnreadable({ problem: "a category comes twice" });
  return found;
}
