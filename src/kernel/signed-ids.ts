import { hexOf } from "./hex.ts";
import type { Ids } from "./ids.ts";

/** Ids that whoever knows the key can tell from any others. */
export interface SignedIds extends Ids {
  /** Whether an id was made under the same key. Says nothing of whether it is stored. */
  recognises(id: string): boolean;
}

export interface SignedIdsOptions {
  /** So many random bytes. */
  random(bytes: number): Uint8Array;
  /** Milliseconds since 1970. */
  now(): number;
  /** A keyed digest of a text, at least {@link CHECK} characters of letters, digits, `-` and `_`. */
  sign(text: string): string;
}

/** Characters of the digest that an id carries: of a base64 digest 60 bits, so that guessing one is hopeless. */
const CHECK = 10;
/** Random bytes of an id; they are drawn many at a time, because drawing costs more than an id. */
const RANDOM = 9;
const POOL = 256;
/** Prefix, milliseconds in base 36, randomness in hexadecimal digits, digest. */
const FORM = /^([a-z]+_[0-9a-z]{9}[0-9a-f]{18})([\w-]{10})$/;

/** Ids from time, randomness and a keyed digest of both; they sort by their time. */
export function signedIds({ random, now, sign }: SignedIdsOptions): SignedIds {
  let pool: readonly string[] = [];
  let used = 0;
  const tail = (): string => {
    if (used === pool.length) {
      pool = hexTexts(random(POOL * RANDOM));
      used = 0;
    }
    return pool[used++] ?? "";
  };
  const checkOf = (text: string): string => sign(text).slice(0, CHECK);
  return {
    next(prefix) {
      const text = `${prefix}_${now().toString(36).padStart(9, "0")}${tail()}`;
      return text + checkOf(text);
    },
    recognises(id) {
      const [, text, check] = FORM.exec(id) ?? [];
      return text !== undefined && check !== undefined && isSame(checkOf(text), check);
    },
  };
}

function hexTexts(bytes: Uint8Array): readonly string[] {
  const hex = hexOf(bytes);
  return Array.from({ length: POOL }, (_, i) => hex.slice(i * RANDOM * 2, (i + 1) * RANDOM * 2));
}

/** Compares in a time that does not tell how far two texts agree. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
