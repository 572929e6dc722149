import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { defineError, type ErrorConstructor } from "./errors.ts";
import { shortHash } from "./short-hash.ts";

export const notHashable: ErrorConstructor<{ readonly kind: string }> = defineError("kernel.not-hashable", {
  headline: "A value that cannot be hashed",
  message: ({ kind }: { readonly kind: string }) =>
    `Only JSON-like values (text, finite or special numbers, true, false, null, lists, plain objects) can be hashed. Got ${kind}.`,
});

/** SHA-256 of bytes or text, 64 hexadecimal digits. */
export function hashBytes(content: Uint8Array | string): string {
  return bytesToHex(sha256(typeof content === "string" ? utf8ToBytes(content) : content));
}

/** SHA-256 of a value's canonical text: the order of an object's keys does not matter. */
export function hashValue(value: unknown): string {
  return hashBytes(canonical(value));
}

/** JSON with sorted keys, `undefined` members left out, and NaN, infinities and negative zero told apart. */
export function canonical(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return canonicalNumber(value);
  if (typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object") return canonicalObject(value);
  throw notHashable({ kind: typeof value });
}

function canonicalNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? JSON.stringify(value) : `"\u0000${value}"`;
}

function canonicalObject(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notHashable({ kind: value.constructor.name });
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}

/** A uniform number on [0, 1) from a text: the first 52 bits of its SHA-256. Sticky, stateless, the same everywhere. */
export function hashUniform(text: string): number {
  const short = shortHash(text);
  if (short === undefined) return Number.parseInt(hashBytes(text).slice(0, 13), 16) / 2 ** 52;
  return (short[0] * 2 ** 20 + (short[1] >>> 12)) / 2 ** 52;
}
