import { known } from "../../../kernel/index.ts";
import type { Asked, Quantities, Question, TreeOrder } from "../engine.ts";
import { scramble } from "../scramble.ts";
import { mayJoin } from "./constraints.ts";
import { type GrowSpace, spareHistogram } from "./grow-space.ts";
import { bestAnswer, type Leaf, type Split, sizeOf } from "./leaf.ts";
import { type Scanned, scanOutputs } from "./scan-outputs.ts";

/** One tree's work. */
export interface GrowTask extends TreeOrder {
  /** Row numbers, ascending; the first `count` count. Sorted by leaf when done. */
  readonly rows: Int32Array;
  readonly count: number;
  /** Sets a leaf's value by its rows, `rows[begin]` up to `rows[end]`, where gradients do not say how far to go. */
  readonly renew: ((begin: number, end: number) => number) | undefined;
}

/** Two leaves of one parent, or the root alone. */
export interface Family {
  readonly counted: Leaf;
  readonly sibling: Leaf | undefined;
  /** The parent's, one per output; they become the sibling's. */
  readonly histograms: readonly Int32Array[] | undefined;
}

/** Whether a leaf is large and shallow enough to be divided. */
export function canGrow({ rules }: GrowSpace, leaf: Leaf): boolean {
  const { minDataInLeaf, maxDepth } = rules;
  return (
    sizeOf(leaf) >= 2 * minDataInLeaf &&
    leaf.total.some(({ hessian }) => hessian > 0) &&
    (maxDepth <= 0 || leaf.depth < maxDepth)
  );
}

/** Counts a leaf, and finds the best split of it and of its sibling; histograms that nobody needs go back. */
export function survey(space: GrowSpace, task: GrowTask, family: Family): void {
  const { counted, sibling, histograms: parents } = family;
  const own = task.wants.map(() => spareHistogram(space));
  const questions = {
    counted: canGrow(space, counted) ? questionOf(space, task, { leaf: counted, place: 0 }) : undefined,
    sibling:
      sibling !== undefined && canGrow(space, sibling)
        ? questionOf(space, task, { leaf: sibling, place: 1 })
        : undefined,
  };
  const alone = task.wants.length === 1;
  task.wants.forEach((want, output) => {
    const asked = alone ? questions : { counted: undefined, sibling: undefined };
    countOne(space, task, { family, output, want, histogram: own[output] as Int32Array, asked });
  });
  const best = (
    question: Question | undefined,
    leaf: Leaf,
    at: { readonly first: number; readonly of: Scanned["of"] },
  ) => {
    if (question === undefined) return undefined;
    if (alone) return bestAnswer(space.answers, at.first, space.data);
    return scanOutputs(space, { question, of: at.of, total: leaf.total, units: task.wants.map(({ unit }) => unit) });
  };
  conclude(space, counted, { best: best(questions.counted, counted, { first: 0, of: own }), histograms: own });
  if (sibling === undefined || parents === undefined) return;
  const first = space.data.features.length;
  conclude(space, sibling, { best: best(questions.sibling, sibling, { first, of: parents }), histograms: parents });
}

interface Counted {
  readonly family: Family;
  readonly output: number;
  readonly want: Quantities;
  readonly histogram: Int32Array;
  readonly asked: Pick<Asked, "counted" | "sibling">;
}

function countOne(space: GrowSpace, { rows }: GrowTask, { family, output, want, histogram, asked }: Counted): void {
  const { engine, data, rules, directions, answers } = space;
  const { begin, end, total } = family.counted;
  const { cells, unit } = want;
  const parent = family.histograms?.[output];
  const counting = { data, rows, cells, begin, end, total: known(total[output], "a total"), histogram, parent };
  engine.settle(counting, { rules, unit, directions, answers, ...asked });
}

function conclude(
  { idle }: GrowSpace,
  leaf: Leaf,
  { best, histograms }: { readonly best: Split | undefined; readonly histograms: readonly Int32Array[] },
): void {
  leaf.best = best;
  if (best === undefined) idle.push(...histograms);
  else leaf.histograms = histograms;
}

function questionOf(space: GrowSpace, task: GrowTask, { leaf, place }: { leaf: Leaf; place: 0 | 1 }): Question {
  const { lowest, highest, begin, depth } = leaf;
  const salt = task.salt === 0 ? 0 : scramble(task.salt ^ (begin * 64 + depth)) | 1;
  const allowed = maskFor(space, task, { leaf, place });
  return { total: known(leaf.total[0], "a total"), rows: sizeOf(leaf), lowest, highest, allowed, salt };
}

/** The features that a leaf may use: those drawn for the tree that may meet the ones on its path. */
function maskFor(
  { circles, masks }: GrowSpace,
  { allowed }: GrowTask,
  { leaf, place }: { leaf: Leaf; place: 0 | 1 },
): Uint8Array | undefined {
  if (circles === undefined && allowed === undefined) return undefined;
  const mask = masks[place];
  const joining = circles && mayJoin(circles, leaf.path);
  for (let f = 0; f < mask.length; f++)
    mask[f] = (allowed === undefined || allowed[f] === 1) && (joining === undefined || joining.has(f)) ? 1 : 0;
  return mask;
}
