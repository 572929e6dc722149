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

const NOT_JSON: unique symbol = Symbol("not JSON");
const JSON_TYPES: ReadonlySet<string> = new Set(["string", "number", "boolean"]);

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
  const text = marked(value) ? JSON.stringify(value, mark) : JSON.stringify(value);
  const bytes = utf8Length(text);
  if (bytes > LARGEST_VALUE) throw valueTooLarge({ bytes });
  return text;
}

/** The value that {@link encodeValue} was given. Throws a `SyntaxError` for text that is not JSON. */
export function decodeValue(text: string): unknown {
  return text.includes("\\u0000") ? JSON.parse(text, unmark) : JSON.parse(text);
}

function marked(value: unknown): boolean {
  try {
    return needsMarks(value);
  } catch (thrown) {
    const loss = thrown === NOT_JSON ? lossIn(value, "the top") : undefined;
    throw loss === undefined ? thrown : valueNotJson(loss);
  }
}

/** Walks the whole value, refuses what JSON would lose silently, and says whether the slower, marking way is needed. */
function needsMarks(value: unknown): boolean {
  if (value === null || typeof value === "boolean") return false;
  if (typeof value === "string") return value.charCodeAt(0) === 0;
  if (typeof value === "number") return !Number.isFinite(value) || Object.is(value, -0);
  if (typeof value !== "object") throw NOT_JSON;
  return Array.isArray(value) ? listNeedsMarks(value) : objectNeedsMarks(value);
}

function listNeedsMarks(list: readonly unknown[]): boolean {
  let marks = false;
  for (let i = 0; i < list.length; i++) if (needsMarks(list[i])) marks = true;
  return marks;
}

function objectNeedsMarks(value: object): boolean {
  if (!isPlain(value)) throw NOT_JSON;
  let marks = false;
  for (const key of Object.keys(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined && needsMarks(member)) marks = true;
  }
  return marks;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Where the value is that JSON would lose: looked for only when there is one. */
function lossIn(value: unknown, path: string): { readonly path: string; readonly kind: string } | undefined {
  if (value === null || JSON_TYPES.has(typeof value)) return undefined;
  if (typeof value !== "object") return { path, kind: typeof value };
  if (Array.isArray(value)) return firstLoss([...value].map((member, i) => [member, `${path}[${i}]`]));
  if (!isPlain(value)) return { path, kind: `a ${value.constructor?.name ?? "special object"}` };
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return firstLoss(members.map(([key, member]) => [member, `${path}.${key}`]));
}

function firstLoss(members: readonly (readonly [unknown, string])[]): ReturnType<typeof lossIn> {
  for (const [member, path] of members) {
    const loss = lossIn(member, path);
    if (loss !== undefined) return loss;
  }
  return undefined;
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
