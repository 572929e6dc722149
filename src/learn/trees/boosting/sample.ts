import { rng } from "../../../kernel/index.ts";
import { scramble } from "../scramble.ts";

/** A whole number of 32 bits for a purpose and a time, to key cheap hashes with. */
export function saltFor(key: { readonly seed: number; readonly time: number; readonly purpose: string }): number {
  return rng(key).integer(0x100000000) | 0;
}

/**
 * The rows of a round: each is in or out by a hash of its number and the round, so that no state is carried along. Writes
 * them to the head of `into` and says how many they are.
 */
export function sampleRows(into: Int32Array, share: number, key: { seed: number; round: number }): number {
  const salt = saltFor({ seed: key.seed, time: key.round, purpose: "gbdt.rows" });
  const below = share * 0x100000000;
  let count = 0;
  for (let row = 0; row < into.length; row++) {
    into[count] = row;
    if (scramble(row ^ salt) < below) count++;
  }
  return count;
}

/** The features of a tree, 1 each: a share of them, at least one. Undefined: all. */
export function sampleFeatures(
  count: number,
  share: number,
  key: { seed: number; tree: number },
): Uint8Array | undefined {
  if (share >= 1) return undefined;
  const all = Array.from({ length: count }, (_, f) => f);
  const order = rng({ seed: key.seed, time: key.tree, purpose: "gbdt.features" }).shuffled(all);
  const allowed = new Uint8Array(count);
  for (const f of order.slice(0, Math.max(1, Math.round(share * count)))) allowed[f] = 1;
  return allowed;
}
