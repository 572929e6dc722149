import { philoxInPlace } from "../../kernel/index.ts";

/** Keeps these draws apart from every other use of the same seed. */
export const BOOTSTRAP_PURPOSE = 0x626f_6f74;

/**
 * The draws of 16 bits from which on a row counts once, twice … eight times, by Poisson(1); more than eight have a chance of
 * one in a million.
 */
export const BOUNDS: readonly number[] = poissonBounds();

function poissonBounds(): readonly number[] {
  const bounds: number[] = [];
  let [chance, cumulated] = [Math.exp(-1), Math.exp(-1)];
  for (let k = 1; k <= 8; k++) {
    bounds.push(Math.round(cumulated * 0x10000));
    chance /= k;
    cumulated += chance;
  }
  return bounds;
}

function countTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const bound of BOUNDS) for (let draw = bound; draw < table.length; draw++) (table[draw] as number)++;
  return table;
}

/** Which draws these are. */
export interface DrawKey {
  readonly replicate: number;
  readonly seed: number;
  /** The number of the first eight rows among all eights; default 0. */
  readonly first?: number;
}

/**
 * Draws how often each row (or cluster of rows) counts in one replicate: independent Poisson(1) counts, eight to a block of
 * random words. A count depends on the seed, the replicate and the row's place and on nothing else: parts can be drawn apart.
 * Oza and Russell. Online bagging and boosting. AISTATS 2001; Chamandy et al. Estimating uncertainty for massive data
 * streams. Google, 2012.
 */
export function poissonCounter(): (counts: Uint8Array, key: DrawKey) => void {
  const table = countTable();
  const words = new Uint32Array(4);
  return (counts, { replicate, seed, first = 0 }) => {
    for (let start = 0; start < counts.length; start += 8) {
      words[0] = first + start / 8;
      words[1] = replicate;
      words[2] = 0;
      words[3] = 0;
      philoxInPlace(words, seed >>> 0, BOOTSTRAP_PURPOSE);
      for (let i = 0; i < 8 && start + i < counts.length; i++)
        counts[start + i] = table[((words[i >> 1] as number) >>> (16 * (i & 1))) & 0xffff] as number;
    }
  };
}
