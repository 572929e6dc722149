import type { TreesBody } from "../trees/body.ts";
import { importMalformed } from "./errors.ts";

/** A node as a file states it, its children by whatever the file refers to them with. */
export type ForeignNode<Ref> = ForeignLeaf | ForeignSplit<Ref>;

/** A leaf, and the weight of the rows that ended there. */
export interface ForeignLeaf {
  /** A value, or one per output. */
  readonly leaf: number | readonly number[];
  readonly cover: number;
}

/** A split; `Ref` is how the file refers to its children. */
export interface ForeignSplit<Ref> {
  readonly slot: number;
  /** A number goes left when it is at most this; a text when its level index is among these. */
  readonly at: number | readonly number[];
  /** As in {@link TreesBody}`.missing`. */
  readonly missing: number;
  readonly gain: number;
  readonly cover: number;
  readonly left: Ref;
  readonly right: Ref;
}

/** A tree to read, from its root. */
export interface ForeignRoot<Ref> {
  readonly root: Ref;
  /** The tree has at most so many nodes; more means that it runs in a circle. */
  readonly nodes: number;
  read(ref: Ref): ForeignNode<Ref>;
}

/** What happens to a leaf's value on its way in. */
export type LeafMap = (leaf: ForeignLeaf["leaf"]) => ForeignLeaf["leaf"];

type Arrays = Pick<TreesBody, "roots" | "slot" | "value" | "right" | "missing" | "gain" | "cover" | "vectors" | "sets">;

/** Collects trees into the flat arrays of a body, nodes in preorder. */
export interface Grower {
  add<Ref>(tree: ForeignRoot<Ref>): void;
  finish(): Arrays;
}

interface Growing {
  readonly roots: number[];
  readonly slot: number[];
  readonly value: number[];
  readonly right: number[];
  readonly missing: number[];
  readonly gain: number[];
  readonly cover: number[];
  readonly vectors: number[];
  readonly sets: (readonly number[])[];
  /** Levels in all sets together. */
  inSets: number;
}

/** A file of a few levels and many splits could ask for any amount of memory. */
const MOST_IN_SETS = 2 ** 25;

/** A grower whose leaf values pass through `mapLeaf` (a share of a vector, say). */
export function grower(mapLeaf: LeafMap): Grower {
  const g: Growing = {
    roots: [],
    slot: [],
    value: [],
    right: [],
    missing: [],
    gain: [],
    cover: [],
    vectors: [],
    sets: [],
    inSets: 0,
  };
  return {
    add(tree) {
      g.roots.push(g.slot.length);
      addTree(g, tree, mapLeaf);
    },
    finish: () => ({
      roots: Int32Array.from(g.roots),
      slot: Int32Array.from(g.slot),
      value: Float64Array.from(g.value),
      right: Int32Array.from(g.right),
      missing: Uint8Array.from(g.missing),
      gain: Float64Array.from(g.gain),
      cover: Float64Array.from(g.cover),
      vectors: Float64Array.from(g.vectors),
      sets: g.sets,
    }),
  };
}

/** Depth first with a stack of its own: a tree may be deeper than the engine's. */
function addTree<Ref>(g: Growing, tree: ForeignRoot<Ref>, mapLeaf: LeafMap): void {
  const open: { readonly ref: Ref; readonly parent: number }[] = [{ ref: tree.root, parent: -1 }];
  const limit = g.slot.length + tree.nodes;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const at = g.slot.length;
    if (at >= limit) throw importMalformed({ what: `tree ${g.roots.length - 1} runs in a circle` });
    if (next.parent >= 0) g.right[next.parent] = at;
    const node = tree.read(next.ref);
    if ("leaf" in node) addLeaf(g, mapLeaf(node.leaf), node.cover);
    else {
      addSplit(g, node);
      open.push({ ref: node.right, parent: at }, { ref: node.left, parent: -1 });
    }
  }
}

function addLeaf(g: Growing, leaf: ForeignLeaf["leaf"], cover: number): void {
  const values = typeof leaf === "number" ? [leaf] : leaf;
  if (!values.every(Number.isFinite))
    throw importMalformed({ what: `a leaf of tree ${g.roots.length - 1} is not a number` });
  g.slot.push(-1);
  if (typeof leaf === "number") g.value.push(leaf);
  else {
    g.value.push(g.vectors.length / leaf.length);
    for (const value of leaf) g.vectors.push(value);
  }
  pushRest(g, { missing: 0, gain: 0, cover });
}

function addSplit(g: Growing, node: ForeignSplit<unknown>): void {
  g.slot.push(node.slot);
  if (typeof node.at === "number") g.value.push(finiteThreshold(node.at));
  else {
    g.value.push(g.sets.length);
    g.sets.push(node.at);
    g.inSets += node.at.length;
    if (g.inSets > MOST_IN_SETS) throw importMalformed({ what: "the sets of categories are too large to hold" });
  }
  pushRest(g, node);
}

/** A forced split states an infinite gain, or none; it counts as no gain. */
function pushRest(
  g: Growing,
  { missing, gain, cover }: Pick<ForeignSplit<unknown>, "missing" | "gain" | "cover">,
): void {
  g.right.push(0);
  g.missing.push(missing);
  g.gain.push(Number.isFinite(gain) ? gain : 0);
  g.cover.push(Number.isFinite(cover) ? cover : 0);
}

/** Numbers in tables are finite, so the largest finite threshold decides as infinity would. */
function finiteThreshold(at: number): number {
  if (Number.isNaN(at)) throw importMalformed({ what: "a threshold is not a number" });
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, at));
}
