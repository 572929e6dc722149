import type { TreesBody } from "../../model/index.ts";
import type { Bins } from "./bins.ts";
import type { Boosted } from "./boost.ts";
import type { SplitNode, TreeNode } from "./node.ts";

/** Grown trees as a model's body: bins become thresholds and names of levels again. */
export function forestOf({ base, trees, data }: Boosted, slots: number): TreesBody {
  const lists = emptyLists();
  const roots = trees.map((tree) => append(lists, tree, data.features));
  const levels = Array.from({ length: slots }, (): readonly string[] => []);
  for (const bins of data.features) levels[bins.slot] = bins.levels;
  return {
    base,
    levels,
    sets: lists.sets,
    roots: Int32Array.from(roots),
    slot: Int32Array.from(lists.slot),
    value: Float64Array.from(lists.value),
    right: Int32Array.from(lists.right),
    missingLeft: Uint8Array.from(lists.missingLeft),
    gain: Float64Array.from(lists.gain),
    cover: Float64Array.from(lists.cover),
  };
}

interface Lists {
  readonly slot: number[];
  readonly value: number[];
  readonly right: number[];
  readonly missingLeft: number[];
  readonly gain: number[];
  readonly cover: number[];
  readonly sets: number[][];
}

function emptyLists(): Lists {
  return { slot: [], value: [], right: [], missingLeft: [], gain: [], cover: [], sets: [] };
}

/** Appends a tree in preorder and returns its first node. */
function append(lists: Lists, node: TreeNode, features: readonly Bins[]): number {
  const at = lists.slot.length;
  lists.right.push(0);
  lists.cover.push(node.count);
  if (node.split === undefined) {
    lists.slot.push(-1);
    lists.value.push(node.value);
    lists.missingLeft.push(0);
    lists.gain.push(0);
    return at;
  }
  const bins = features[node.split.feature] as Bins;
  lists.slot.push(bins.slot);
  lists.value.push(bins.kind === "numbers" ? thresholdOf(bins, node) : appendSet(lists, bins, node));
  lists.missingLeft.push(node.sides[0] as number);
  lists.gain.push(Number(node.split.gain.toPrecision(6)));
  append(lists, node.left, features);
  lists.right[at] = append(lists, node.right, features);
  return at;
}

/** The last bin's end is the largest number there is: then only a missing value can go right. */
function thresholdOf({ cuts }: Bins, { split }: SplitNode): number {
  return cuts[split.lastLeft - 1] ?? Number.MAX_VALUE;
}

function appendSet(lists: Lists, { levels }: Bins, { sides }: SplitNode): number {
  lists.sets.push([...levels.keys()].filter((level) => sides[level + 1] === 1));
  return lists.sets.length - 1;
}
