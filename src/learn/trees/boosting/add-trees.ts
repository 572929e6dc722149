import type { BinnedRows } from "../binning/binned-training.ts";
import type { Engine, FlatTree } from "../engine.ts";
import type { TreeNode } from "../node.ts";
import { flatten } from "./flat.ts";

/** Rows, and their scores output after output. */
export interface Scored {
  readonly data: BinnedRows;
  readonly scores: Float64Array;
  readonly outputs: number;
}

/** One tree's part of a round: the outputs that it serves, from `first` on. */
export interface Turn {
  readonly tree: TreeNode;
  readonly first: number;
  readonly serves: number;
}

/** Walks rows down a tree and adds its values to the scores of every output that it serves. */
export function addTree(engine: Engine, { data, scores }: Scored, turn: Turn & { readonly flat: FlatTree }): void {
  const { tree, first, serves, flat } = turn;
  for (let k = 0; k < serves; k++) {
    flatten(tree, flat, k);
    const own = scores.subarray((first + k) * data.rows, (first + k + 1) * data.rows);
    engine.walk({ data, tree: flat, scores: own });
  }
}

/** Scores that all start from the same constants, output after output. */
export function spread(scores: Float64Array, base: readonly number[]): Float64Array {
  const rows = scores.length / base.length;
  base.forEach((value, output) => {
    scores.fill(value, output * rows, (output + 1) * rows);
  });
  return scores;
}
