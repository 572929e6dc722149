import { importCutShort, importMalformed } from "./errors.ts";

// Readers of what JSON and UBJSON give, which trust nothing; those of `../shape.ts` do the rest.

/** A list of numbers, or the typed array that stands for one. */
export type Numbers = ArrayLike<number>;

/** A list of numbers; flags count as 0 and 1, and null, as JSON writes NaN, as NaN. */
export function readNumberList(data: unknown, what: string): Numbers {
  if (data instanceof Float64Array) return data;
  if (!Array.isArray(data)) throw importMalformed({ what: `${what} is not a list` });
  return data.every((item) => typeof item === "number")
    ? (data as number[])
    : data.map((item) => readLoose(item, what));
}

function readLoose(item: unknown, what: string): number {
  if (typeof item === "number") return item;
  if (typeof item === "boolean") return Number(item);
  if (item === null) return Number.NaN;
  throw importMalformed({ what: `an item of ${what} is not a number` });
}

/** A list of exactly so many numbers. */
export function readSomeNumbers(data: unknown, what: string, length: number): Numbers {
  const list = readNumberList(data, what);
  if (list.length === length) return list;
  throw importMalformed({ what: `${what} has ${list.length} items instead of ${length}` });
}

/** A whole number of at least 0, which some files write as text. */
export function readCount(data: unknown, what: string): number {
  const count = typeof data === "string" && data.trim() !== "" ? Number(data) : data;
  if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) return count;
  throw importMalformed({ what: `${what} is not a whole number` });
}

/** A count of what the file claims to hold: refused when it is more than the file's bytes could, before any room is made. */
export function boundedCount(count: number, what: string, bytes: number): number {
  if (count <= Math.max(bytes, 4096)) return count;
  throw importCutShort({ what: `${what} is ${count}, in a file of ${bytes} bytes` });
}

/** The item of a list, which must be there. */
export function itemAt(list: Numbers, index: number, what: string): number {
  const item = list[index];
  if (item === undefined) throw importMalformed({ what: `${what} has no item ${index}` });
  return item;
}

/** A text of JSON; a cut one is told from a damaged one as well as may be. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return parsePythonJson(text, cause);
  }
}

/** Python and XGBoost write numbers that JSON lacks. */
function parsePythonJson(text: string, cause: unknown): unknown {
  const plain = text.replace(/([[,:]\s*)(-?)(?:Infinity|NaN)(?=\s*[\],}])/g, (whole, before: string, sign: string) =>
    whole.endsWith("NaN") ? `${before}null` : `${before}${sign}1e999`,
  );
  try {
    if (plain !== text) return JSON.parse(plain);
  } catch {
    // The first complaint is the one to show.
  }
  if (/[\]}]\s*$/.test(text)) throw importMalformed({ what: "the text is not JSON" }, cause);
  throw importCutShort({ what: "the text ends in the middle of its JSON" }, cause);
}
