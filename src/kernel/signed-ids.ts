import { type Ids, keyedText, randomTails } from "./ids.ts";

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
/** Random bytes of an id. */
const RANDOM = 9;
/** Prefix, milliseconds in base 36 and randomness in hexadecimal digits, or the hash of a text; digest. */
const FORM = /^([a-z]+_(?:[0-9a-z]{9}[0-9a-f]{18}|k[0-9a-f]{32}))([\w-]{10})$/;

/** Ids from time, randomness and a keyed digest of both; they sort by their time. */
export function signedIds({ random, now, sign }: SignedIdsOptions): SignedIds {
  const tail = randomTails(random, RANDOM);
  const checkOf = (text: string): string => sign(text).slice(0, CHECK);
  const signed = (text: string): string => text + checkOf(text);
  return {
    next: (prefix) => signed(`${prefix}_${now().toString(36).padStart(9, "0")}${tail()}`),
    keyed: (prefix, text) => signed(keyedText(prefix, text)),
    recognises(id) {
      const [, text, check] = FORM.exec(id) ?? [];
      return text !== undefined && check !== undefined && isSame(checkOf(text), check);
    },
  };
}

/** Compares in a time that does not tell how far two texts agree. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
