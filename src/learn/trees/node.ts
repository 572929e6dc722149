import type { BinnedRows } from "./binned.ts";
import type { Split } from "./split.ts";

/** A grown tree, still in terms of bins. */
export type TreeNode = SplitNode | LeafNode;

/** A node with two children. */
export interface SplitNode {
  readonly split: Split;
  /** Per bin: 1 goes left. */
  readonly sides: Uint8Array;
  readonly count: number;
  readonly left: TreeNode;
  readonly right: TreeNode;
}

/** A node that adds its value to the score. */
export interface LeafNode {
  readonly split: undefined;
  readonly value: number;
  readonly count: number;
}

/** The value of the leaf that a row ends in. */
export function valueAt(tree: TreeNode, data: BinnedRows, row: number): number {
  let node = tree;
  while (node.split !== undefined) {
    const bin = data.bins[node.split.feature * data.rows + row] as number;
    node = node.sides[bin] === 1 ? node.left : node.right;
  }
  return node.value;
}
