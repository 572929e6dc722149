import { modelCorrupt } from "./errors.ts";

// Readers of JSON-like data that trust nothing: each names the part it wanted in `model.corrupt`.

/** What a text of JSON says. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw modelCorrupt({ what: "the content is not JSON" }, cause);
  }
}

/** A plain object. */
export function readRecord(data: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as Record<string, unknown>;
  throw modelCorrupt({ what: `${what} is not an object` });
}

/** A list, each item read by `read`. */
export function readList<T>(data: unknown, what: string, read: (item: unknown, what: string) => T): readonly T[] {
  if (Array.isArray(data)) return data.map((item) => read(item, `an item of ${what}`));
  throw modelCorrupt({ what: `${what} is not a list` });
}

/** A finite number. */
export function readNumber(data: unknown, what: string): number {
  if (typeof data === "number" && Number.isFinite(data)) return data;
  throw modelCorrupt({ what: `${what} is not a finite number` });
}

/** A text. */
export function readText(data: unknown, what: string): string {
  if (typeof data === "string") return data;
  throw modelCorrupt({ what: `${what} is not text` });
}

/** One of some words. */
export function readChoice<const V extends string>(data: unknown, what: string, of: readonly V[]): V {
  if (of.includes(data as V)) return data as V;
  throw modelCorrupt({ what: `${what} is not one of ${of.join(", ")}` });
}

/** A list of finite numbers. */
export function readNumbers(data: unknown, what: string): readonly number[] {
  return readList(data, what, readNumber);
}

/** A list of texts. */
export function readTexts(data: unknown, what: string): readonly string[] {
  return readList(data, what, readText);
}

/** A whole number in [min, max). */
export function readIndex(data: unknown, what: string, [min, max]: readonly [number, number]): number {
  const index = readNumber(data, what);
  if (Number.isInteger(index) && index >= min && index < max) return index;
  throw modelCorrupt({ what: `${what} is not a whole number from ${min} to ${max - 1}` });
}

/** A list of whole numbers in [min, max). */
export function readIndexes(data: unknown, what: string, range: readonly [number, number]): readonly number[] {
  return readList(data, what, (item, name) => readIndex(item, name, range));
}

/** A list of exactly that many items. */
export function ofLength<T extends { readonly length: number }>(list: T, what: string, length: number): T {
  if (list.length === length) return list;
  throw modelCorrupt({ what: `${what} has ${list.length} items instead of ${length}` });
}
