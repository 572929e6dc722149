/** From summed scores to a task's outputs. `oneVsAll`: a sigmoid each, then shared out to sum to 1. */
export type TreesLink = "identity" | "sigmoid" | "softmax" | "oneVsAll" | "exp" | "signedSquare";

/**
 * A forest in flat arrays. Nodes of a tree are in preorder, so a split's left child is the next node and only the right
 * one is stored. Row by row: score = base + scale × the sum of one leaf per tree, then the link.
 */
export interface TreesBody {
  /** The score before any tree, one per output. */
  readonly base: readonly number[];
  readonly link: TreesLink;
  /** 1 for boosting; 1 / trees per output where leaves are averaged (random forest). */
  readonly scale: number;
  /** The first node of each tree. */
  readonly roots: Int32Array;
  /** Per node: the feature slot that it splits on, or -1 for a leaf. */
  readonly slot: Int32Array;
  /**
   * Per node. Leaf: its value, added to output `tree mod base.length`; or, when `vectors` is not empty, the number of its
   * vector. Split: the threshold of a number (left: at most), or the index in `sets` of a text (left: inside).
   */
  readonly value: Float64Array;
  /** One vector of `base.length` values per leaf that names it; empty when leaves hold a single value. */
  readonly vectors: Float64Array;
  /** Per node: the right child; 0 for a leaf. */
  readonly right: Int32Array;
  /**
   * Per node: 1 when a missing value, or a level that training never saw, goes left; 0 when it goes right. Plus 2 when a
   * zero counts as missing too.
   */
  readonly missing: Uint8Array;
  /** Per node: how much the split lowered the training loss; 0 for a leaf. */
  readonly gain: Float64Array;
  /** Per node: how much training weight (rows, or summed hessian in some imports) reached it. */
  readonly cover: Float64Array;
  /** Per slot: the levels of a text, by which `sets` counts; empty for numbers. */
  readonly levels: readonly (readonly string[])[];
  /** Sets of level indexes, ascending. */
  readonly sets: readonly (readonly number[])[];
}
