import { known } from "../../kernel/index.ts";
import type { BinnedTraining } from "./binned.ts";
import {
  accumulate,
  completeCommon,
  emptyHistogram,
  type Histogram,
  subtract,
  subtractTotals,
  type Totals,
  totalsOf,
} from "./histogram.ts";
import type { TreeNode } from "./node.ts";
import { partition } from "./partition.ts";
import { bestSplit, candidateOf } from "./search.ts";
import { type Split, type SplitRules, sidesOf } from "./split.ts";

/** What a tree must respect. */
export interface GrowRules extends SplitRules {
  readonly numLeaves: number;
  /** 0 or less: no limit. */
  readonly maxDepth: number;
  readonly learningRate: number;
}

/** One tree's work: which rows, which features, and what each row wants. */
export interface GrowTask {
  /** Ascending row numbers; sorted by leaf when done. */
  readonly rows: Int32Array;
  readonly features: readonly number[];
  /**
   * Gradient and hessian of every row of the data, side by side. Single precision halves what a leaf has to gather from
   * memory; the sums are double.
   */
  readonly pairs: Float32Array;
}

/** A leaf's part of the rows, and what it adds to their score. */
export interface LeafSpan {
  readonly begin: number;
  readonly end: number;
  readonly value: number;
}

/** A grown tree, and which rows its leaves hold. */
export interface Grown {
  readonly tree: TreeNode;
  readonly spans: readonly LeafSpan[];
}

/** What growing needs besides its task; the scratch space is kept from tree to tree. */
export interface Bench {
  readonly data: BinnedTraining;
  readonly rules: GrowRules;
  readonly spare: Int32Array;
  readonly idle: Histogram[];
}

/** A bench with fresh scratch space. */
export function benchFor(data: BinnedTraining, rules: GrowRules): Bench {
  return { data, rules, spare: new Int32Array(data.rows), idle: [] };
}

/** A node that is still a leaf: its rows are `rows[begin]` up to `rows[end]`. */
interface Leaf {
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  readonly totals: Totals;
  /** Kept only while `best` is there to use it. */
  readonly histogram: Histogram | undefined;
  readonly best: Split | undefined;
  /** Set when the leaf has been split. */
  grown?: { readonly split: Split; readonly sides: Uint8Array; readonly left: Leaf; readonly right: Leaf };
}

/** Grows one tree, the leaf with the largest gain first, until there are `numLeaves` (Shi, 2007). */
export function growTree(bench: Bench, task: GrowTask): Grown {
  const { rules, idle } = bench;
  const totals = totalsOf(task);
  const bare = { begin: 0, end: task.rows.length, depth: 0, totals };
  const root = settle(bench, task, { ...bare, histogram: countRows(bench, task, bare) });
  const leaves = [root];
  while (leaves.length < rules.numLeaves) {
    const next = mostPromising(leaves);
    const leaf = known(leaves[next], "a leaf to split");
    if (leaf.best === undefined) break;
    leaves.splice(next, 1, ...divide(bench, task, { leaf, isLast: leaves.length + 1 === rules.numLeaves }));
  }
  for (const leaf of leaves) if (leaf.histogram !== undefined) idle.push(leaf.histogram);
  return finish(root, rules);
}

type BareLeaf = Pick<Leaf, "begin" | "end" | "depth" | "totals">;

function countRows({ data, idle }: Bench, { rows, pairs }: GrowTask, { begin, end, totals }: BareLeaf): Histogram {
  const histogram = idle.pop() ?? emptyHistogram(data.offsets[data.features.length] as number);
  accumulate(histogram, data, { rows: rows.subarray(begin, end), pairs });
  completeCommon(histogram, data, totals);
  return histogram;
}

function canGrow(rules: GrowRules, { totals, depth }: BareLeaf): boolean {
  return totals.count >= 2 * rules.minDataInLeaf && (rules.maxDepth <= 0 || depth < rules.maxDepth);
}

/** Looks for the leaf's best split, and gives the histogram back when there is none. */
function settle({ data, rules, idle }: Bench, { features }: GrowTask, leaf: Omit<Leaf, "best">): Leaf {
  const { histogram, totals } = leaf;
  if (histogram === undefined) return { ...leaf, best: undefined };
  const best = canGrow(rules, leaf) ? bestSplit(data, { features, histogram, totals }, rules) : undefined;
  if (best !== undefined) return { ...leaf, best };
  idle.push(histogram);
  return { ...leaf, best, histogram: undefined };
}

/** Splits a leaf. Only the smaller child is counted: the larger one is the parent without it. */
function divide(bench: Bench, task: GrowTask, { leaf, isLast }: { leaf: Leaf; isLast: boolean }): readonly Leaf[] {
  const { data, rules, idle } = bench;
  const split = known(leaf.best, "a split of the leaf");
  const histogram = known(leaf.histogram, "a histogram of the leaf");
  const sides = sidesOf(split, candidateOf(data, split.feature, { histogram, totals: leaf.totals }));
  const [left, right] = cut(bench, task, { leaf, split, sides });
  const [small, large] = left.totals.count <= right.totals.count ? [left, right] : [right, left];
  const worthCounting = !isLast && canGrow(rules, large);
  const ofSmall = worthCounting ? countRows(bench, task, small) : undefined;
  if (ofSmall === undefined) idle.push(histogram);
  else subtract(histogram, ofSmall);
  const ofLarge = ofSmall === undefined ? undefined : histogram;
  const settled = (child: BareLeaf): Leaf =>
    settle(bench, task, { ...child, histogram: child === small ? ofSmall : ofLarge });
  leaf.grown = { split, sides, left: settled(left), right: settled(right) };
  return [leaf.grown.left, leaf.grown.right];
}

function cut(
  { data, spare }: Bench,
  { rows }: GrowTask,
  { leaf, split, sides }: { leaf: Leaf; split: Split; sides: Uint8Array },
): readonly [BareLeaf, BareLeaf] {
  const bins = data.bins.subarray(split.feature * data.rows, (split.feature + 1) * data.rows);
  const middle = leaf.begin + partition(rows.subarray(leaf.begin, leaf.end), spare, { bins, sides });
  const depth = leaf.depth + 1;
  const left = { begin: leaf.begin, end: middle, depth, totals: split.left };
  return [left, { begin: middle, end: leaf.end, depth, totals: subtractTotals(leaf.totals, split.left) }];
}

/** The index of the leaf with the largest gain; the first of equals. */
function mostPromising(leaves: readonly Leaf[]): number {
  let best = 0;
  leaves.forEach((leaf, i) => {
    if ((leaf.best?.gain ?? 0) > (leaves[best]?.best?.gain ?? 0)) best = i;
  });
  return best;
}

function finish(root: Leaf, { learningRate, lambdaL2 }: GrowRules): Grown {
  const spans: LeafSpan[] = [];
  const nodeOf = ({ begin, end, totals, grown }: Leaf): TreeNode => {
    const { gradient, hessian, count } = totals;
    if (grown !== undefined) {
      const { split, sides, left, right } = grown;
      return { split, sides, count, left: nodeOf(left), right: nodeOf(right) };
    }
    const value = (-learningRate * gradient) / Math.max(hessian + lambdaL2, Number.MIN_VALUE);
    spans.push({ begin, end, value });
    return { split: undefined, value, count };
  };
  return { tree: nodeOf(root), spans };
}
