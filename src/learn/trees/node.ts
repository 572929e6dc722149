import type { Sides } from "./sides.ts";

/** A grown tree, still in terms of bins. */
export type TreeNode = SplitNode | LeafNode;

/** A node with two children. */
export interface SplitNode extends Sides {
  /** Index among the binned features. */
  readonly feature: number;
  readonly gain: number;
  readonly count: number;
  readonly left: TreeNode;
  readonly right: TreeNode;
}

/** A node that adds its values to the scores. */
export interface LeafNode {
  readonly left: undefined;
  /** One; or one per output, when the tree is for all of them. */
  readonly values: readonly number[];
  readonly count: number;
}
