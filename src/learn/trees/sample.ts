import { rng } from "../../kernel/index.ts";

/** The rows of a round: each is in or out by a hash of its number and the round, so that no state is carried along. */
export function sampleRows(rows: number, share: number, key: { seed: number; round: number }): Int32Array {
  const salt = rng({ seed: key.seed, time: key.round, purpose: "gbdt.rows" }).integer(0x100000000) | 0;
  const below = share * 0x100000000;
  const chosen = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    chosen[count] = row;
    if (scramble(row ^ salt) < below) count++;
  }
  return count === rows ? chosen : chosen.slice(0, count);
}

/** The finaliser of MurmurHash3 (Appleby) over a Weyl step: 32 uniform bits. */
function scramble(value: number): number {
  let h = Math.imul(value, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The features of a tree, ascending: a share of them, at least one. */
export function sampleFeatures(count: number, share: number, key: { seed: number; tree: number }): readonly number[] {
  const all = Array.from({ length: count }, (_, f) => f);
  if (share >= 1) return all;
  const order = rng({ seed: key.seed, time: key.tree, purpose: "gbdt.features" }).shuffled(all);
  return order.slice(0, Math.max(1, Math.round(share * count))).sort((a, b) => a - b);
}
