import type { Column } from "../../data/index.ts";
import type { TreesBody } from "./body.ts";
import type { Forest } from "./compile.ts";
import { apart, leavesOf, sumLeaves } from "./leaves.ts";

/**
 * Scores, before the link, of tables that have other columns here and there than a first one: only the trees that read one
 * of these are asked again, and the answers are those of scoring the whole.
 */
export function changesOf(
  body: TreesBody,
  columns: readonly Column[],
  rows: number,
): (changed: readonly Column[]) => Float64Array {
  const before = leavesOf(apart(body), columns, rows);
  const readersOf = keepingLast((slots: string) => readers(body, slots.split(",").map(Number)));
  return (changed) => {
    const slots = changed.flatMap((column, slot) => (column === columns[slot] ? [] : [slot]));
    if (slots.length === 0) return sumLeaves(body, before);
    const { place, part } = readersOf(slots.join());
    if (part === null) return sumLeaves(body, before);
    return sumLeaves(body, before, { renewed: { ...leavesOf(part, changed, rows), place } });
  };
}

interface Readers {
  /** Per tree, its place among those that read one of some slots; -1 where it reads none. */
  readonly place: Int32Array;
  /** These trees alone, apart; null where there are none. */
  readonly part: Forest | null;
}

function readers(body: TreesBody, slots: readonly number[]): Readers {
  const { roots, slot } = body;
  const reads = (tree: number): boolean =>
    slot.subarray(roots[tree], roots[tree + 1] ?? slot.length).some((read) => slots.includes(read));
  const trees = Int32Array.from(roots.keys()).filter(reads);
  const place = new Int32Array(roots.length).fill(-1);
  trees.forEach((tree, i) => {
    place[tree] = i;
  });
  const part = trees.length === 0 ? null : apart({ ...body, roots: trees.map((tree) => roots[tree] as number) });
  return { place, part };
}

/** A function that need not be asked again what it was asked last. */
function keepingLast<Answer>(ask: (question: string) => Answer): (question: string) => Answer {
  let last: { readonly question: string; readonly answer: Answer } | undefined;
  return (question) => {
    if (last?.question !== question) last = { question, answer: ask(question) };
    return last.answer;
  };
}
