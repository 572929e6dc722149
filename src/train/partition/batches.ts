import type { KeyRows } from "../../learn/index.ts";

/** What a thread does before its result is stored: work that is worth losing, and worth handing over. */
const ROWS = 20_000;

/** Keys in batches of about equally many rows, in their order. */
export function batchesOf(keys: readonly KeyRows[]): readonly (readonly KeyRows[])[] {
  const batches: KeyRows[][] = [];
  let room = 0;
  for (const key of keys) {
    if (room <= 0) {
      batches.push([]);
      room = ROWS;
    }
    batches.at(-1)?.push(key);
    room -= key.rows.length;
  }
  return batches;
}
