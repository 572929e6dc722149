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
  const { ids, count } = numberGroups(groups);
  if (!Number.isSafeInteger(k) || k < 2 || count < k) throw foldsImpossible({ k, groups: count });
  const counts = countClasses(ids, count, strata);
  const shuffled = rng({ seed, purpose: "folds" }).shuffled(Array.from({ length: count }, (_, group) => group));
  const foldOf = place(counts, k, shuffled);
  return ids.map((id) => foldOf[id] as number);
}

/** Groups by number, in order of first appearance. */
function numberGroups(groups: ArrayLike<number>): { readonly ids: Int32Array; readonly count: number } {
  const index = new Map<number, number>();
  const ids = Int32Array.from(groups, (group) => {
    const id = index.get(group) ?? index.size;
    if (id === index.size) index.set(group, id);
    return id;
  });
  return { ids, count: index.size };
}

/** Rows of each class, by group: `rows[group * classes + class]`. */
interface Counts {
  readonly groups: number;
  readonly classes: number;
  readonly rows: Float64Array;
}

function countClasses(ids: Int32Array, groups: number, strata: ArrayLike<number> | undefined): Counts {
  let classes = 1;
  if (strata !== undefined)
    for (let row = 0; row < ids.length; row++) classes = Math.max(classes, (strata[row] as number) + 1);
  const rows = new Float64Array(groups * classes);
  for (let row = 0; row < ids.length; row++) {
    const at = (ids[row] as number) * classes + (strata?.[row] ?? 0);
    rows[at] = (rows[at] as number) + 1;
  }
  return { groups, classes, rows };
}

function place(counts: Counts, k: number, shuffled: readonly number[]): Int32Array {
  const { groups, classes, rows } = counts;
  const totals = new Float64Array(classes);
  for (let at = 0; at < rows.length; at++) {
    const c = at % classes;
    totals[c] = (totals[c] as number) + (rows[at] as number);
  }
  const filled = new Float64Array(k * classes);
  const foldOf = new Int32Array(groups);
  for (const group of largestFirst(counts, shuffled)) {
    const best = emptiest(filled, rows.subarray(group * classes, (group + 1) * classes), totals);
    foldOf[group] = best;
    for (let c = 0; c < classes; c++) {
      const at = best * classes + c;
      filled[at] = (filled[at] as number) + (rows[group * classes + c] as number);
    }
  }
  return foldOf;
}

/** From the group of most rows to the one of fewest; equal ones as they come. */
function largestFirst({ groups, classes, rows }: Counts, shuffled: readonly number[]): readonly number[] {
  const size = new Float64Array(groups);
  for (let at = 0; at < rows.length; at++) {
    const group = Math.floor(at / classes);
    size[group] = (size[group] as number) + (rows[at] as number);
  }
  return [...shuffled].sort((a, b) => (size[b] as number) - (size[a] as number));
}

/**
 * The fold that a group makes least uneven. Adding a group to a fold raises the sum of squared class shares by
 * 2·fold·group + group², and the last term is the same everywhere: so the smallest product wins.
 */
function emptiest(filled: Float64Array, group: Float64Array, totals: Float64Array): number {
  const classes = totals.length;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let fold = 0; fold * classes < filled.length; fold++) {
    let product = 0;
    for (let c = 0; c < classes; c++) {
      const total = totals[c] as number;
      if (total > 0) product += ((filled[fold * classes + c] as number) * (group[c] as number)) / total ** 2;
    }
    if (product < least) {
      least = product;
      best = fold;
    }
  }
  return best;
}
