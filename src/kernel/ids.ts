import { hashBytes } from "./hash.ts";
import { hexOf } from "./hex.ts";

/** Where fresh identity comes from. Passed in, so that a run can be repeated to the byte. */
export interface Ids {
  /** A new id, unique, sortable by time of making: `dec_…`. */
  next(prefix: string): string;
}

/** Ids from a seed and a counter: for simulations and tests. */
export function seededIds(seed: number | string): Ids {
  let count = 0;
  return { next: (prefix) => `${prefix}_${hashBytes(`${seed}/${prefix}/${count++}`).slice(0, 24)}` };
}

/** Ids from time and random bytes. `random(n)` gives n bytes, `now()` milliseconds. */
export function randomIds(random: (bytes: number) => Uint8Array, now: () => number): Ids {
  return {
    next(prefix) {
      return `${prefix}_${now().toString(36).padStart(9, "0")}${hexOf(random(10))}`;
    },
  };
}
