import { defineError, type ErrorConstructor, rng } from "../kernel/index.ts";

export interface FoldOptions {
  /** At least 2, at most the number of groups. */
  readonly k: number;
  readonly seed: number;
  /** The class of each row, from 0: every fold gets its share of each, as far as whole groups allow. */
  readonly strata?: ArrayLike<number>;
}

interface TooFew {
  readonly k: number;
  readonly groups: number;
}

export const foldsImpossible: ErrorConstructor<TooFew> = defineError("data.folds-impossible", {
  headline: "Too few groups for the folds",
  message: ({ k, groups }: TooFew) =>
    `${k} folds need a k of at least 2 and as many groups. There are ${groups} groups.`,
  hint: ({ groups }) => (groups < 2 ? "Bring more data, or group by something finer." : `Ask for ${groups} at most.`),
});

/**
 * The fold, 0 to k-1, of each row. Rows of one group share a fold. Groups are placed from the largest to the smallest,
 * each where it leaves the folds most even (the greedy rule of scikit-learn's StratifiedGroupKFold); ties are broken by
 * the seed. Throws `data.folds-impossible`.
 */
export function folds(groups: ArrayLike<number>, { k, seed, strata }: FoldOptions): Int32Array {
  const index = new Map<number, number>();
  const ids = Int32Array.from(groups, (group) => {
    const id = index.get(group) ?? index.size;
    index.set(group, id);
    return id;
  });
  if (!Number.isSafeInteger(k) || k < 2 || index.size < k) throw foldsImpossible({ k, groups: index.size });
  const counts = countClasses(ids, index.size, strata);
  const foldOf = place(counts, k, rng({ seed, purpose: "folds" }).shuffled([...counts.keys()]));
  return ids.map((id) => foldOf[id] ?? 0);
}

type Counts = readonly Float64Array[];

/** Rows of each class, by group. */
function countClasses(ids: Int32Array, groups: number, strata: ArrayLike<number> | undefined): Counts {
  const classOf = (row: number): number => strata?.[row] ?? 0;
  let classes = 1;
  for (let row = 0; row < ids.length; row++) classes = Math.max(classes, classOf(row) + 1);
  const counts = Array.from({ length: groups }, () => new Float64Array(classes));
  ids.forEach((id, row) => {
    const count = counts[id] as Float64Array;
    count[classOf(row)] = (count[classOf(row)] ?? 0) + 1;
  });
  return counts;
}

function place(counts: Counts, k: number, shuffled: readonly number[]): Int32Array {
  const size = counts.map((count) => count.reduce((sum, rows) => sum + rows, 0));
  const order = [...shuffled].sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0));
  const totals = (counts[0] as Float64Array).map((_, c) => counts.reduce((sum, count) => sum + (count[c] ?? 0), 0));
  const filled = Array.from({ length: k }, () => new Float64Array(totals.length));
  const foldOf = new Int32Array(counts.length);
  for (const group of order) {
    const best = emptiest(filled, counts[group] as Float64Array, totals);
    foldOf[group] = best;
    const fold = filled[best] as Float64Array;
    (counts[group] as Float64Array).forEach((rows, c) => {
      fold[c] = (fold[c] ?? 0) + rows;
    });
  }
  return foldOf;
}

/**
 * The fold that a group makes least uneven. Adding a group to a fold raises the sum of squared class shares by
 * 2·fold·group + group², and the last term is the same everywhere: so the smallest product wins.
 */
function emptiest(filled: Counts, group: Float64Array, totals: Float64Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  filled.forEach((fold, i) => {
    let product = 0;
    for (let c = 0; c < group.length; c++)
      if ((totals[c] ?? 0) > 0) product += ((fold[c] ?? 0) * (group[c] ?? 0)) / (totals[c] ?? 1) ** 2;
    if (product < least) {
      least = product;
      best = i;
    }
  });
  return best;
}
