import { rng } from "../../../kernel/index.ts";

interface Draw {
  readonly seed: number;
  readonly level: number;
}

/** With more rows than this a key speaks for itself: what it borrows fades as it grows. */
const MOST = 200;

/** As many rows of a key's parent as the key has, 200 at most, drawn from those that are not its own, if there are any. */
export function siblingsOf(rows: Int32Array, among: Int32Array, { seed, level }: Draw): Int32Array {
  const own = new Set(rows);
  if (among.length === own.size) return new Int32Array(0);
  const draw = rng({ seed, unit: rows[0] as number, purpose: `partition siblings ${level}` });
  return rows.slice(0, MOST).map(() => {
    let row = among[draw.integer(among.length)] as number;
    while (own.has(row)) row = among[draw.integer(among.length)] as number;
    return row;
  });
}
