import { hashBytes } from "./hash.ts";
import { hexOf } from "./hex.ts";

/** Where fresh identity comes from. Passed in, so that a run can be repeated to the byte. */
export interface Ids {
  /** A new id, unique, sortable by time of making: `dec_…`. */
  next(prefix: string): string;
  /** The id that a text stands for, `dec_k…`: the same for the same text whenever it is asked, and none that `next` makes. */
  keyed(prefix: string, text: string): string;
}

/** Ids from a seed and a counter: for simulations and tests. */
export function seededIds(seed: number | string): Ids {
  let count = 0;
  return { next: (prefix) => `${prefix}_${hashBytes(`${seed}/${prefix}/${count++}`).slice(0, 24)}`, keyed: keyedText };
}

/** Ids from time and random bytes. `random(n)` gives n bytes, `now()` milliseconds. */
export function randomIds(random: (bytes: number) => Uint8Array, now: () => number): Ids {
  const tail = randomTails(random, 10);
  return { next: (prefix) => `${prefix}_${now().toString(36).padStart(9, "0")}${tail()}`, keyed: keyedText };
}

/** So many are drawn at a time, because drawing costs more than an id. */
const POOL = 256;

/** Texts of so many random bytes each, in hexadecimal digits. */
export function randomTails(random: (bytes: number) => Uint8Array, bytes: number): () => string {
  let pool: readonly string[] = [];
  let used = 0;
  return () => {
    if (used === pool.length) {
      const hex = hexOf(random(POOL * bytes));
      pool = Array.from({ length: POOL }, (_, i) => hex.slice(i * bytes * 2, (i + 1) * bytes * 2));
      used = 0;
    }
    return pool[used++] ?? "";
  };
}

/** The part of a keyed id that anybody can reckon from its text. */
export function keyedText(prefix: string, text: string): string {
  return `${prefix}_k${hashBytes(text).slice(0, 32)}`;
}
