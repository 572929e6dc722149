import { readChoice, readList, readRecord, readText, readTexts } from "../../shape.ts";
import { importMalformed } from "../errors.ts";
import { boundedCount, readCount } from "../fields.ts";
import type { Foreign, ForeignTree, ImportOptions } from "../foreign.ts";
import type { ForeignNode } from "../grower.ts";
import type { LightgbmFeature } from "./features.ts";
import { type Lightgbm, lightgbmForeign } from "./lightgbm.ts";
import { lightgbmSplit, type MissingType } from "./split.ts";
import { linearTree } from "./text.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** Reads what `dump_model()` returns, as JSON. `size` is the file's, in bytes. */
export function readLightgbmJson(data: Record_, size: number, options: ImportOptions): Foreign {
  const perRound = readCount(data.num_tree_per_iteration, "num_tree_per_iteration");
  const lightgbm: Lightgbm = {
    format: "lightgbm-json",
    version: readText(data.version, "the version"),
    objective: typeof data.objective === "string" ? data.objective : undefined,
    outputs: boundedCount(perRound, "the number of trees per iteration", size),
    isAveraged: data.average_output === true,
    columns: readColumns(data),
  };
  const trees = readList(data.tree_info, "tree_info", (item) => readRecord(item, "a tree"));
  return lightgbmForeign(lightgbm, options, (features) => trees.map((tree) => treeOf(tree, features, size)));
}

function readColumns(data: Record_): Lightgbm["columns"] {
  const names = readTexts(data.feature_names, "feature_names");
  const infos = readRecord(data.feature_infos ?? {}, "feature_infos");
  const codes = names.map((name) => (Object.hasOwn(infos, name) ? readCodes(infos[name], name) : undefined));
  const declared = codes.flatMap((list, slot) => (list === undefined ? [] : [slot]));
  return { names, codes, declared, pandas: data.pandas_categorical };
}

function readCodes(data: unknown, name: string): readonly number[] | undefined {
  const { values } = readRecord(data, `the info of ${name}`);
  if (!Array.isArray(values) || values.length === 0) return undefined;
  return values.map((code) => (code === -1 ? -1 : readCount(code, `a category of ${name}`)));
}

function treeOf(tree: Record_, features: readonly LightgbmFeature[], size: number): ForeignTree {
  return {
    output: 0,
    grow: (into) =>
      into.add<unknown>({
        root: tree.tree_structure,
        nodes: size,
        read: (ref) => nodeOf(readRecord(ref, "a node"), features),
      }),
  };
}

function nodeOf(node: Record_, features: readonly LightgbmFeature[]): ForeignNode<unknown> {
  if (node.leaf_coeff !== undefined || node.leaf_const !== undefined) throw linearTree();
  if (node.split_feature === undefined) return { leaf: numberOf(node.leaf_value), cover: coverOf(node.leaf_count) };
  const missing = readChoice(node.missing_type, "a missing type", ["None", "Zero", "NaN"]);
  const split = {
    slot: readCount(node.split_feature, "a split's feature"),
    at:
      readChoice(node.decision_type, "a decision type", ["<=", "=="]) === "=="
        ? codesOf(node.threshold)
        : numberOf(node.threshold),
    missingType: missing.toLowerCase() as MissingType,
    defaultLeft: node.default_left === true,
  };
  return {
    ...lightgbmSplit(split, features),
    gain: numberOf(node.split_gain ?? 0),
    cover: coverOf(node.internal_count),
    left: node.left_child,
    right: node.right_child,
  };
}

function codesOf(threshold: unknown): readonly number[] {
  return readText(String(threshold), "a threshold")
    .split("||")
    .map((code) => readCount(code, "a category"));
}

function coverOf(count: unknown): number {
  return count === undefined ? 0 : numberOf(count);
}

function numberOf(data: unknown): number {
  if (typeof data === "number") return data;
  throw importMalformed({ what: "a node lacks a number" });
}
