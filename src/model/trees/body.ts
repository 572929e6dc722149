/**
 * A forest in flat arrays. Nodes of a tree are in preorder, so a split's left child is the next node and only the right
 * one is stored. Tree t adds to output `t mod base.length`.
 */
export interface TreesBody {
  /** The score before any tree, one per output. */
  readonly base: readonly number[];
  /** The first node of each tree. */
  readonly roots: Int32Array;
  /** Per node: the feature slot that it splits on, or -1 for a leaf. */
  readonly slot: Int32Array;
  /** Per node: the leaf's value; the threshold of a number (left: at most); the index in `sets` of a text (left: inside). */
  readonly value: Float64Array;
  /** Per node: the right child; 0 for a leaf. */
  readonly right: Int32Array;
  /** Per node: 1 when a missing value, or a level that training never saw, goes left. */
  readonly missingLeft: Uint8Array;
  /** Per node: how much the split lowered the training loss; 0 for a leaf. */
  readonly gain: Float64Array;
  /** Per node: how many training rows reached it. */
  readonly cover: Float64Array;
  /** Per slot: the levels of a text, by which `sets` counts; empty for numbers. */
  readonly levels: readonly (readonly string[])[];
  /** Sets of level indexes, ascending. */
  readonly sets: readonly (readonly number[])[];
}
