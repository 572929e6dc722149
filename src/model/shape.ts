import { modelCorrupt } from "./errors.ts";

/** Readers of JSON-like data that trust nothing: each names the part it wanted in `model.corrupt`. */

export function readRecord(data: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as Record<string, unknown>;
  throw modelCorrupt({ what: `${what} is not an object` });
}

export function readList<T>(data: unknown, what: string, read: (item: unknown, what: string) => T): readonly T[] {
  if (Array.isArray(data)) return data.map((item) => read(item, `an item of ${what}`));
  throw modelCorrupt({ what: `${what} is not a list` });
}

export function readNumber(data: unknown, what: string): number {
  if (typeof data === "number" && Number.isFinite(data)) return data;
  throw modelCorrupt({ what: `${what} is not a finite number` });
}

export function readText(data: unknown, what: string): string {
  if (typeof data === "string") return data;
  throw modelCorrupt({ what: `${what} is not text` });
}

export function readChoice<const V extends string>(data: unknown, what: string, of: readonly V[]): V {
  if (of.includes(data as V)) return data as V;
  throw modelCorrupt({ what: `${what} is not one of ${of.join(", ")}` });
}

export function readNumbers(data: unknown, what: string): readonly number[] {
  return readList(data, what, readNumber);
}

export function readTexts(data: unknown, what: string): readonly string[] {
  return readList(data, what, readText);
}

/** Whole numbers in [min, max). */
export function readIndexes(
  data: unknown,
  what: string,
  range: readonly [min: number, max: number],
): readonly number[] {
  return readList(data, what, (item, name) => {
    const index = readNumber(item, name);
    if (Number.isInteger(index) && index >= range[0] && index < range[1]) return index;
    throw modelCorrupt({ what: `${name} is outside ${range[0]} … ${range[1] - 1}` });
  });
}

/** A list of exactly that many items. */
export function ofLength<T extends { readonly length: number }>(list: T, what: string, length: number): T {
  if (list.length === length) return list;
  throw modelCorrupt({ what: `${what} has ${list.length} items instead of ${length}` });
}
