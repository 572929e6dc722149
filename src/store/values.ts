import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** The most bytes of UTF-8 that one stored value may take: 4 MiB. */
export const LARGEST_VALUE: number = 4 * 1024 * 1024;

export const valueTooLarge: ErrorConstructor<{ readonly bytes: number }> = defineError("store.value-too-large", {
  headline: "A value too large to store",
  message: ({ bytes }: { readonly bytes: number }) =>
    `A stored value takes at most ${LARGEST_VALUE} bytes as JSON. Got ${bytes}.`,
  hint: () => "Put it into a blob and store the blob's key.",
});

export const valueNotJson: ErrorConstructor<{ readonly path: string; readonly kind: string }> = defineError(
  "store.value-not-json",
  {
    headline: "A value that cannot be stored",
    message: ({ path, kind }: { readonly path: string; readonly kind: string }) =>
      `Only text, numbers, true, false, null, lists and plain objects can be stored. At ${path} there is ${kind}.`,
  },
);

/** What marks a text that stands for a number JSON lacks; a text that begins with it is marked too. */
const MARK = "\u0000";
const SPECIAL: ReadonlyMap<string, number> = new Map(
  [Number.NaN, Infinity, -Infinity, -0].map((value) => [name(value), value]),
);

function name(value: number): string {
  return `${MARK}${Object.is(value, -0) ? "-0" : value}`;
}

/**
 * A JSON-like value as JSON text. Members that are undefined are left out; NaN, the infinities and negative zero come
 * back as they were. Throws `store.value-not-json` and `store.value-too-large`.
 */
export function encodeValue(value: unknown): string {
  const text = needsMarks(value, "the top") ? JSON.stringify(value, mark) : JSON.stringify(value);
  const bytes = utf8Length(text);
  if (bytes > LARGEST_VALUE) throw valueTooLarge({ bytes });
  return text;
}

/** The value that {@link encodeValue} was given. Throws a `SyntaxError` for text that is not JSON. */
export function decodeValue(text: string): unknown {
  return text.includes("\\u0000") ? JSON.parse(text, unmark) : JSON.parse(text);
}

/** Walks the whole value, refuses what JSON would lose silently, and says whether the slower, marking way is needed. */
function needsMarks(value: unknown, path: string): boolean {
  if (value === null || typeof value === "boolean") return false;
  if (typeof value === "string") return value.startsWith(MARK);
  if (typeof value === "number") return !Number.isFinite(value) || Object.is(value, -0);
  if (typeof value !== "object") throw valueNotJson({ path, kind: typeof value });
  return Array.isArray(value) ? listNeedsMarks(value, path) : objectNeedsMarks(value, path);
}

function listNeedsMarks(list: readonly unknown[], path: string): boolean {
  let marks = false;
  for (let i = 0; i < list.length; i++) marks = needsMarks(list[i], `${path}[${i}]`) || marks;
  return marks;
}

function objectNeedsMarks(value: object, path: string): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw valueNotJson({ path, kind: `a ${value.constructor?.name ?? "special object"}` });
  let marks = false;
  for (const [key, member] of Object.entries(value))
    if (member !== undefined) marks = needsMarks(member, `${path}.${key}`) || marks;
  return marks;
}

function mark(_key: string, value: unknown): unknown {
  if (typeof value === "string" && value.startsWith(MARK)) return MARK + value;
  const special = typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0));
  return special ? name(value) : value;
}

function unmark(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith(MARK)) return value;
  return SPECIAL.get(value) ?? value.slice(1);
}

function utf8Length(text: string): number {
  if (text.length * 3 <= LARGEST_VALUE) return text.length;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
