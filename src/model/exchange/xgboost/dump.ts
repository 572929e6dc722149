import { readList, readRecord, readText } from "../../shape.ts";
import { importMalformed, importOption } from "../errors.ts";
import { readCount } from "../fields.ts";
import type { Foreign, ForeignFeature, ImportFormat, ImportOptions } from "../foreign.ts";
import type { ForeignLeaf, ForeignNode } from "../grower.ts";
import { xgboostFeatures } from "./levels.ts";
import { xgboostMeaning } from "./objectives.ts";
import { type XgboostSplit, xgboostSplit } from "./tree.ts";

/** A node of a dump; children by number. */
export type DumpNode = ForeignLeaf | (Omit<XgboostSplit<number>, "slot"> & { readonly feature: string });
/** The nodes of a tree by number. */
export type DumpTree = ReadonlyMap<number, DumpNode>;

/**
 * The forest of a dump. A dump states neither objective nor base score nor all features: the first two are the caller's
 * to tell, and the features are those that some split reads. Trees count for the outputs in turn.
 */
export function dumpForeign(format: ImportFormat, trees: readonly DumpTree[], options: ImportOptions): Foreign {
  const features = dumpFeatures(trees, options);
  const slots = new Map(features.map(({ name }, slot) => [name, slot]));
  const width = vectorWidth(trees);
  const hasVectors = width > 0;
  const outputs = hasVectors ? width : outputsOf(trees, options);
  return {
    format,
    version: "",
    objective: undefined,
    meaning: xgboostMeaning,
    features,
    outputs,
    hasVectors,
    base: undefined,
    isAveraged: false,
    treesPerRound: hasVectors ? 1 : outputs,
    trees: trees.map((tree, i) => ({
      output: hasVectors ? 0 : i % outputs,
      grow: (into) => into.add<number>({ root: 0, nodes: tree.size, read: (ref) => nodeOf(tree, ref, slots) }),
    })),
  };
}

function nodeOf(tree: DumpTree, ref: number, slots: ReadonlyMap<string, number>): ForeignNode<number> {
  const node = tree.get(ref);
  if (node === undefined) throw importMalformed({ what: `node ${ref} of a tree is not there` });
  return "leaf" in node ? node : xgboostSplit({ ...node, slot: slots.get(node.feature) as number });
}

/** XGBoost's own names in their order (`f0`, `f1` …), others as they come. */
function dumpFeatures(trees: readonly DumpTree[], options: ImportOptions): readonly ForeignFeature[] {
  const highest = new Map<string, number>();
  for (const tree of trees)
    for (const node of tree.values()) {
      if ("leaf" in node) continue;
      const code = typeof node.condition === "number" ? -1 : (node.condition.at(-1) ?? 0);
      highest.set(node.feature, Math.max(highest.get(node.feature) ?? -1, code));
    }
  const names = [...highest.keys()];
  const isNumbered = names.every((name) => /^f\d{1,9}$/.test(name));
  if (isNumbered) names.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  const columns = names.map((name) => {
    const code = highest.get(name) as number;
    return { name, isCategory: code >= 0, stored: undefined, highest: code };
  });
  return xgboostFeatures(columns, options);
}

/** How many values a leaf holds where it holds several; else 0. */
function vectorWidth(trees: readonly DumpTree[]): number {
  for (const tree of trees)
    for (const node of tree.values()) if ("leaf" in node && typeof node.leaf !== "number") return node.leaf.length;
  return 0;
}

function outputsOf(trees: readonly DumpTree[], { objective, classes = [] }: ImportOptions): number {
  if (objective?.startsWith("multi:") !== true) return Math.max(1, classes.length);
  if (classes.length > 0 && classes.length <= Math.max(1, trees.length)) return classes.length;
  throw importOption({
    option: "classes",
    what: `${objective} needs the names of its classes, and the dump does not say how many there are`,
  });
}

/** Reads what `dump_model(…, dump_format="json")` wrote. */
export function readXgboostDump(data: unknown, options: ImportOptions): Foreign {
  const trees = readList(data, "the dump", (item) => collectNodes(item));
  return dumpForeign("xgboost-dump-json", trees, options);
}

function collectNodes(root: unknown): DumpTree {
  const nodes = new Map<number, DumpNode>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const parts = readRecord(open.pop(), "a node");
    nodes.set(readCount(parts.nodeid, "a node's number"), readNode(parts));
    if (parts.children !== undefined) open.push(...readList(parts.children, "a node's children", (child) => child));
  }
  return nodes;
}

function readNode(parts: Readonly<Record<string, unknown>>): DumpNode {
  const cover = readStat(parts.cover);
  if (parts.leaf !== undefined) return { leaf: readLeaf(parts.leaf), cover: Math.fround(cover) };
  const feature = readText(parts.split, "a split's feature");
  if (parts.split_condition === undefined)
    throw importMalformed({
      what: `the split of ${JSON.stringify(feature)} has no condition; dump without a feature map`,
    });
  const [yes, no] = [readCount(parts.yes, "a child"), readCount(parts.no, "a child")];
  const missing = readCount(parts.missing, "a child");
  return {
    feature,
    ...childrenOf({ yes, no, missing, condition: readCondition(parts.split_condition) }),
    gain: readStat(parts.gain),
    cover,
  };
}

interface Children {
  readonly yes: number;
  readonly no: number;
  readonly missing: number;
  readonly condition: number | readonly number[];
}

/** Who answers yes to a set goes right, who answers yes to a threshold goes left. */
export function childrenOf({
  yes,
  no,
  missing,
  condition,
}: Children): Pick<XgboostSplit<number>, "condition" | "left" | "right" | "defaultLeft"> {
  const [left, right] = typeof condition === "number" ? [yes, no] : [no, yes];
  return { condition, left, right, defaultLeft: missing === left };
}

function readCondition(data: unknown): number | readonly number[] {
  if (Array.isArray(data)) return sortedCodes(data.map((code) => readCount(code, "a category")));
  return readStat(data);
}

/** Category codes, ascending. */
export function sortedCodes(codes: readonly number[]): readonly number[] {
  return [...codes].sort((a, b) => a - b);
}

function readLeaf(data: unknown): ForeignLeaf["leaf"] {
  return Array.isArray(data) ? data.map(readStat).map(Math.fround) : Math.fround(readStat(data));
}

/** A dump without statistics has neither gain nor cover: 0. */
function readStat(data: unknown): number {
  if (data === undefined) return 0;
  if (typeof data === "number") return data;
  throw importMalformed({ what: "a node lacks a number" });
}
