import { readRecord } from "../../shape.ts";
import { importMalformed } from "../errors.ts";
import { itemAt, type Numbers, readCount, readNumberList, readSomeNumbers } from "../fields.ts";
import { below } from "../float32.ts";
import type { ForeignNode, ForeignRoot } from "../grower.ts";

/** The arrays of one tree of XGBoost, one item per node. */
export interface XgboostTree {
  readonly left: Numbers;
  readonly right: Numbers;
  readonly slot: Numbers;
  readonly condition: Numbers;
  readonly defaultLeft: Numbers;
  readonly gain: Numbers;
  readonly cover: Numbers;
  /** By node: the category codes that go right; undefined for a number. */
  readonly sets: ReadonlyMap<number, readonly number[]>;
  /** How many values a leaf holds. */
  readonly width: number;
  /** Leaf vectors one after the other; empty when leaves hold a single value. */
  readonly vectors: Numbers;
  /** A leaf's right child is the number of its vector (3.2 and later); else vectors are numbered as nodes. */
  readonly isNumbered: boolean;
}

/** Reads a tree, with every array as long as the tree has nodes. */
export function readXgboostTree(data: unknown): XgboostTree {
  const parts = readRecord(data, "a tree");
  const left = readNumberList(parts.left_children, "left_children");
  if (left.length === 0) throw importMalformed({ what: "a tree has no nodes" });
  const list = (name: string): Numbers => readSomeNumbers(parts[name], name, left.length);
  const param = readRecord(parts.tree_param ?? {}, "tree_param");
  const width = Math.max(1, readCount(param.size_leaf_vector ?? 1, "size_leaf_vector"));
  const weights = readNumberList(parts.leaf_weights ?? [], "leaf_weights");
  const isNumbered = weights.length > 0;
  return {
    left,
    right: list("right_children"),
    slot: list("split_indices"),
    condition: list("split_conditions"),
    defaultLeft: list("default_left"),
    gain: list("loss_changes"),
    cover: list("sum_hessian"),
    sets: readSets(parts),
    width,
    isNumbered,
    vectors: width === 1 ? [] : isNumbered ? weights : readNumberList(parts.base_weights, "base_weights"),
  };
}

function readSets(parts: Readonly<Record<string, unknown>>): ReadonlyMap<number, readonly number[]> {
  const nodes = readNumberList(parts.categories_nodes ?? [], "categories_nodes");
  const codes = Array.from(readNumberList(parts.categories ?? [], "categories"));
  const starts = readSomeNumbers(parts.categories_segments ?? [], "categories_segments", nodes.length);
  const sizes = readSomeNumbers(parts.categories_sizes ?? [], "categories_sizes", nodes.length);
  const seen = Array.from(sizes).reduce((sum, size) => sum + size, 0);
  if (seen !== codes.length) throw importMalformed({ what: "the sizes of the category sets do not add up" });
  return new Map(
    Array.from(nodes, (node, i) => {
      const start = itemAt(starts, i, "categories_segments");
      const set = codes.slice(start, start + itemAt(sizes, i, "categories_sizes"));
      return [node, set.map((code) => readCount(code, "a category")).sort((a, b) => a - b)];
    }),
  );
}

interface Growth {
  readonly slots: number;
  /** Multiplies every leaf (dart's weight of the tree). */
  readonly weight: number;
}

/** A tree as the grower takes it. XGBoost compares in single precision, and states of a set who goes right. */
export function xgboostRoot(tree: XgboostTree, { slots, weight }: Growth): ForeignRoot<number> {
  return {
    root: 0,
    nodes: tree.left.length,
    read(node) {
      if (itemAt(tree.left, node, "left_children") < 0) return leafOf(tree, node, weight);
      return splitOf(tree, node, slots);
    },
  };
}

function leafOf(tree: XgboostTree, node: number, weight: number): ForeignNode<number> {
  const cover = Math.fround(itemAt(tree.cover, node, "sum_hessian"));
  if (tree.width === 1) return { leaf: Math.fround(itemAt(tree.condition, node, "split_conditions")) * weight, cover };
  const start = (tree.isNumbered ? itemAt(tree.right, node, "right_children") : node) * tree.width;
  const values = Array.from({ length: tree.width }, (_, k) => itemAt(tree.vectors, start + k, "the leaf vectors"));
  return { leaf: values.map((value) => Math.fround(value) * weight), cover };
}

function splitOf(tree: XgboostTree, node: number, slots: number): ForeignNode<number> {
  const slot = itemAt(tree.slot, node, "split_indices");
  if (!(Number.isInteger(slot) && slot >= 0 && slot < slots))
    throw importMalformed({ what: `a split reads feature ${slot}, which is not there` });
  return xgboostSplit({
    slot,
    condition: tree.sets.get(node) ?? itemAt(tree.condition, node, "split_conditions"),
    left: itemAt(tree.left, node, "left_children"),
    right: itemAt(tree.right, node, "right_children"),
    defaultLeft: itemAt(tree.defaultLeft, node, "default_left") !== 0,
    gain: itemAt(tree.gain, node, "loss_changes"),
    cover: itemAt(tree.cover, node, "sum_hessian"),
  });
}

/** A split in XGBoost's words: a number below the condition goes left, a category among its codes goes right. */
export interface XgboostSplit<Ref> {
  readonly slot: number;
  readonly condition: number | readonly number[];
  readonly left: Ref;
  readonly right: Ref;
  readonly defaultLeft: boolean;
  readonly gain: number;
  readonly cover: number;
}

/** The same split in ours; for a set the children change places. Texts state single precision in too few digits. */
export function xgboostSplit<Ref>(split: XgboostSplit<Ref>): ForeignNode<Ref> {
  const { slot, condition, gain, cover, left, right, defaultLeft } = split;
  const shared = { slot, gain: Math.fround(gain), cover: Math.fround(cover) };
  if (typeof condition === "number")
    return { ...shared, at: below(Math.fround(condition)), missing: defaultLeft ? 1 : 0, left, right };
  return { ...shared, at: condition, missing: defaultLeft ? 0 : 1, left: right, right: left };
}
