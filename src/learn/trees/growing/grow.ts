import { known } from "../../../kernel/index.ts";
import type { Pair } from "../engine.ts";
import type { LeafNode, TreeNode } from "../node.ts";
import { bestValue, minus, worth } from "../reference/rules.ts";
import { writeSides } from "../sides.ts";
import type { GrowSpace } from "./grow-space.ts";
import { type Leaf, mostPromising, type Split, sizeOf } from "./leaf.ts";
import { canGrow, type GrowTask, survey } from "./survey.ts";

/** A leaf's part of the rows, and what it adds to their scores. */
export interface LeafSpan {
  readonly begin: number;
  readonly end: number;
  readonly values: readonly number[];
}

/** A grown tree, and which rows its leaves hold. */
export interface Grown {
  readonly tree: TreeNode;
  readonly spans: readonly LeafSpan[];
}

/** Grows one tree, the leaf with the largest gain first, until there are `numLeaves` (Shi, 2007). */
export function growTree(space: GrowSpace, task: GrowTask): Grown {
  const { rules, idle, engine } = space;
  const total = task.wants.map(({ cells }) => engine.total(cells, task.rows, task.count));
  const root = newLeaf({ begin: 0, end: task.count, depth: 0, total, lowest: -Infinity, highest: Infinity, path: [] });
  if (canGrow(space, root)) survey(space, task, { counted: root, sibling: undefined, histograms: undefined });
  const leaves = [root];
  while (leaves.length < rules.numLeaves) {
    const next = mostPromising(leaves);
    const leaf = known(leaves[next], "a leaf to split");
    if (leaf.best === undefined) break;
    leaves.splice(next, 1, ...divide(space, task, { leaf, isLast: leaves.length + 1 === rules.numLeaves }));
  }
  for (const { histograms } of leaves) if (histograms !== undefined) idle.push(...histograms);
  return finish(root, space, task);
}

function newLeaf(facts: Omit<Leaf, "histograms" | "best" | "grown">): Leaf {
  return { ...facts, histograms: undefined, best: undefined, grown: undefined };
}

/** Splits a leaf. Only the smaller child is counted: the larger one is the parent without it. */
function divide(space: GrowSpace, task: GrowTask, { leaf, isLast }: { leaf: Leaf; isLast: boolean }): readonly Leaf[] {
  const split = known(leaf.best, "a split of the leaf");
  const histograms = known(leaf.histograms, "histograms of the leaf");
  const { left, right } = cut(space, task, { leaf, split });
  leaf.histograms = undefined;
  leaf.grown = { split, left, right };
  const [small, large] = sizeOf(left) <= sizeOf(right) ? [left, right] : [right, left];
  if (isLast || !canGrow(space, large)) space.idle.push(...histograms);
  else survey(space, task, { counted: small, sibling: large, histograms });
  return [left, right];
}

function cut(
  space: GrowSpace,
  task: GrowTask,
  { leaf, split }: { leaf: Leaf; split: Split },
): { readonly left: Leaf; readonly right: Leaf } {
  const { engine, columns, sides } = space;
  const { feature } = split;
  writeSides(split, sides, 0);
  const bins = known(columns[feature], "the column of a feature");
  const { begin, end } = leaf;
  const middle = begin + engine.partition({ rows: task.rows, begin, end, bins, sides });
  const rest = leaf.total.map((total, k) => minus(total, split.left[k] as Pair));
  const shared = { depth: leaf.depth + 1, path: [...leaf.path, feature] };
  const bounds = boundsOf(space, task, { leaf, split, rest });
  const left = newLeaf({ ...shared, ...bounds.left, begin, end: middle, total: split.left });
  const right = newLeaf({ ...shared, ...bounds.right, begin: middle, end, total: rest });
  return { left, right };
}

type Bounds = Pick<Leaf, "lowest" | "highest">;

/** A monotone feature sets what both sides' values may be apart at their middle. */
function boundsOf(
  { directions, rules }: GrowSpace,
  { wants }: GrowTask,
  { leaf, split, rest }: { leaf: Leaf; split: Split; rest: readonly Pair[] },
): { readonly left: Bounds; readonly right: Bounds } {
  const { lowest, highest } = leaf;
  const direction = directions[split.feature] as number;
  if (direction === 0) return { left: { lowest, highest }, right: { lowest, highest } };
  const unit = known(wants[0], "gradients").unit;
  const value = (sums: Pair | undefined): number =>
    bestValue(worth(known(sums, "sums"), unit), { ...rules, lowest, highest }, rules.lambdaL2);
  const middle = (value(split.left[0]) + value(rest[0])) / 2;
  const [below, above] = [
    { lowest, highest: middle },
    { lowest: middle, highest },
  ];
  return direction > 0 ? { left: below, right: above } : { left: above, right: below };
}

function finish(root: Leaf, { rules }: GrowSpace, { wants, renew }: GrowTask): Grown {
  const spans: LeafSpan[] = [];
  const leafOf = ({ begin, end, total, lowest, highest }: Leaf): LeafNode => {
    const bounds = { ...rules, lowest, highest };
    const values = total.map((sums, k) => {
      const { unit } = known(wants[k], "gradients");
      return rules.learningRate * (renew?.(begin, end) ?? bestValue(worth(sums, unit), bounds, rules.lambdaL2));
    });
    spans.push({ begin, end, values });
    return { left: undefined, values, count: end - begin };
  };
  const nodeOf = (leaf: Leaf): TreeNode => {
    if (leaf.grown === undefined) return leafOf(leaf);
    const { split, left, right } = leaf.grown;
    const { feature, gain, lastLeft, missingLeft, set } = split;
    const sides = { lastLeft, missingLeft, set };
    return { feature, gain, ...sides, count: sizeOf(leaf), left: nodeOf(left), right: nodeOf(right) };
  };
  return { tree: nodeOf(root), spans };
}
