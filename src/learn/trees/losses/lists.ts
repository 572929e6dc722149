import type { Labelled } from "./loss.ts";

/** What an item of a grade is worth: 2^grade - 1. */
export function gainOf(grade: number): number {
  return 2 ** grade - 1;
}

/** What a place is worth, counted from 0: 1 / log2(place + 2). */
export function discountAt(place: number): number {
  return 1 / Math.log2(place + 2);
}

/** The rows of each list, in order of list and row. */
export function listsOf({ rows, groups }: Labelled): readonly Int32Array[] {
  const lists = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const list = groups?.[row] ?? 0;
    const its = lists.get(list);
    if (its === undefined) lists.set(list, [row]);
    else its.push(row);
  }
  return [...lists].sort(([a], [b]) => a - b).map(([, its]) => Int32Array.from(its));
}

/** The best discounted gain that a list can have within its first `truncation` places. */
export function idealGain(list: Int32Array, label: Float64Array, truncation: number): number {
  const grades = Float64Array.from(list, (row) => label[row] as number)
    .sort()
    .reverse();
  return discountedGain(grades, truncation);
}

/** The discounted gain of grades in this order. */
export function discountedGain(grades: Float64Array, truncation: number): number {
  const places = Math.min(truncation, grades.length);
  let sum = 0;
  for (let place = 0; place < places; place++) sum += gainOf(grades[place] as number) * discountAt(place);
  return sum;
}

/** A list's rows from the highest score down; equal ones in order of row. */
export function ranked(list: Int32Array, scores: Float64Array): Int32Array {
  return list.toSorted((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}

/** Remembers the lists of a data set, which do not change while boosting. */
export function listing(): (data: Labelled) => readonly Int32Array[] {
  const known = new WeakMap<Labelled, readonly Int32Array[]>();
  return (data) => {
    const lists = known.get(data) ?? listsOf(data);
    known.set(data, lists);
    return lists;
  };
}

/** Järvelin and Kekäläinen's NDCG, the mean over lists; a list of equal grades counts 1. */
export function meanNdcg(
  lists: readonly Int32Array[],
  { label, scores, truncation }: { label: Float64Array; scores: Float64Array; truncation: number },
): number {
  let sum = 0;
  for (const list of lists) {
    const ideal = idealGain(list, label, truncation);
    const grades = Float64Array.from(ranked(list, scores), (row) => label[row] as number);
    sum += ideal > 0 ? discountedGain(grades, truncation) / ideal : 1;
  }
  return sum / Math.max(1, lists.length);
}
