import { known } from "../../kernel/index.ts";
import type { TreesBody, TreesLink } from "../../model/index.ts";
import type { Bins } from "./binning/bins.ts";
import type { Boosted } from "./boosting/boost.ts";
import type { SplitNode, TreeNode } from "./node.ts";
import { goesLeft } from "./sides.ts";
import { sixDigits } from "./six-digits.ts";

/** Grown trees as a model's body: bins become thresholds and names of levels again. */
export function forestOf(
  { base, trees, data, scale, isVector }: Boosted,
  { slots, link }: { readonly slots: number; readonly link: TreesLink },
): TreesBody {
  const lists = emptyLists(isVector);
  const roots = trees.map((tree) => append(lists, tree, data.features));
  const levels = Array.from({ length: slots }, (): readonly string[] => []);
  for (const bins of data.features) levels[bins.slot] = bins.levels;
  return {
    base,
    link,
    scale,
    vectors: new Float64Array(lists.vectors),
    levels,
    sets: lists.sets,
    roots: new Int32Array(roots),
    slot: new Int32Array(lists.slot),
    value: new Float64Array(lists.value),
    right: new Int32Array(lists.right),
    missing: new Uint8Array(lists.missing),
    gain: new Float64Array(lists.gain),
    cover: new Float64Array(lists.cover),
  };
}

interface Lists {
  readonly isVector: boolean;
  readonly slot: number[];
  readonly value: number[];
  readonly vectors: number[];
  readonly right: number[];
  readonly missing: number[];
  readonly gain: number[];
  readonly cover: number[];
  readonly sets: number[][];
}

function emptyLists(isVector: boolean): Lists {
  return { isVector, slot: [], value: [], vectors: [], right: [], missing: [], gain: [], cover: [], sets: [] };
}

/** Appends a tree in preorder and returns its first node. */
function append(lists: Lists, node: TreeNode, features: readonly Bins[]): number {
  const at = lists.slot.length;
  lists.right.push(0);
  lists.cover.push(node.count);
  if (node.left === undefined) {
    lists.slot.push(-1);
    lists.value.push(leafValue(lists, node.values));
    lists.missing.push(0);
    lists.gain.push(0);
    return at;
  }
  const bins = known(features[node.feature], "the bins of a feature");
  lists.slot.push(bins.slot);
  lists.value.push(bins.kind === "numbers" ? thresholdOf(bins, node) : appendSet(lists, bins, node));
  lists.missing.push(goesLeft(node, 0) ? 1 : 0);
  lists.gain.push(sixDigits(node.gain));
  append(lists, node.left, features);
  lists.right[at] = append(lists, node.right, features);
  return at;
}

/** The value itself, or the number of the vector. */
function leafValue({ isVector, vectors }: Lists, values: readonly number[]): number {
  if (!isVector) return values[0] as number;
  vectors.push(...values);
  return vectors.length / values.length - 1;
}

/** The last bin's end is the largest number there is: then only a missing value can go right. */
function thresholdOf({ cuts }: Bins, { lastLeft }: SplitNode): number {
  return cuts[lastLeft - 1] ?? Number.MAX_VALUE;
}

function appendSet(lists: Lists, { levels }: Bins, node: SplitNode): number {
  const set: number[] = [];
  for (let level = 0; level < levels.length; level++) if (goesLeft(node, level + 1)) set.push(level);
  lists.sets.push(set);
  return lists.sets.length - 1;
}
