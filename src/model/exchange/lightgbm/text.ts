import { importCutShort, importMalformed, importUnsupported } from "../errors.ts";
import { boundedCount, itemAt, parseJson, readCount } from "../fields.ts";
import type { Foreign, ForeignTree, ImportOptions } from "../foreign.ts";
import type { ForeignNode, Grower } from "../grower.ts";
import type { LightgbmFeature } from "./features.ts";
import { type Lightgbm, lightgbmForeign } from "./lightgbm.ts";
import { lightgbmSplit, type MissingType } from "./split.ts";

type Block = ReadonlyMap<string, string>;

/** Reads `model.txt`, or the text of `model_to_string()`. */
export function readLightgbmText(text: string, options: ImportOptions): Foreign {
  const body = text.split(/\nend of trees\b/, 1)[0] ?? "";
  if (body.length === text.length) throw importCutShort({ what: "the line `end of trees` is missing" });
  const [head = "", ...blocks] = body.split(/^Tree=\d+\r?$/m);
  const header = readBlock(head);
  checkWhole(header, blocks.length, text.slice(body.length));
  const lightgbm: Lightgbm = {
    format: "lightgbm-text",
    version: header.get("version") ?? "",
    objective: header.get("objective"),
    outputs: boundedCount(
      readCount(header.get("num_tree_per_iteration"), "num_tree_per_iteration"),
      "the number of trees per iteration",
      text.length,
    ),
    isAveraged: header.has("average_output"),
    columns: readColumns(header, text.slice(body.length)),
  };
  return lightgbmForeign(lightgbm, options, (features) =>
    blocks.map((block, i) => treeOf(readBlock(block), i, features)),
  );
}

function readBlock(text: string): Block {
  const pairs = text.split("\n").map((line): readonly [string, string] => {
    const mark = line.indexOf("=");
    return mark < 0 ? [line.trim(), ""] : [line.slice(0, mark), line.slice(mark + 1).trimEnd()];
  });
  return new Map(pairs);
}

/** The sizes in the header say how many trees follow; a parameter section that begins must end. */
function checkWhole(header: Block, trees: number, tail: string): void {
  const sizes = header.get("tree_sizes");
  const expected = sizes === undefined ? trees : words(sizes).length;
  if (expected !== trees) throw importCutShort({ what: `${trees} of ${expected} trees are there` });
  if (/^parameters:/m.test(tail) && !/^end of parameters/m.test(tail))
    throw importCutShort({ what: "the line `end of parameters` is missing" });
}

function words(text: string): readonly string[] {
  const trimmed = text.trim();
  return trimmed === "" ? [] : trimmed.split(/\s+/);
}

function readColumns(header: Block, tail: string): Lightgbm["columns"] {
  const names = words(header.get("feature_names") ?? "");
  const infos = words(header.get("feature_infos") ?? "");
  if (infos.length !== names.length)
    throw importMalformed({ what: `the file has ${names.length} feature names and ${infos.length} feature infos` });
  const codes = infos.map((info) => (/^-?\d+(:-?\d+)*$/.test(info) ? info.split(":").map(Number) : undefined));
  const told = /^\[categorical_feature: ([\d,]*)\]/m.exec(tail)?.[1];
  const seen = codes.flatMap((list, slot) => (list === undefined ? [] : [slot]));
  const declared = told ? told.split(",").map(Number) : seen;
  return { names, codes, declared, pandas: readPandas(/^pandas_categorical:(.*)/m.exec(tail)?.[1]) };
}

function readPandas(json: string | undefined): unknown {
  return json === undefined ? null : parseJson(json);
}

/** One tree's arrays: splits by number, leaves as the complement of theirs. */
interface Arrays {
  readonly number: (key: string, at: number) => number;
  readonly categories: (set: number) => readonly number[];
}

function treeOf(block: Block, tree: number, features: readonly LightgbmFeature[]): ForeignTree {
  if (block.get("is_linear") === "1") throw linearTree();
  const leaves = readCount(block.get("num_leaves"), `num_leaves of tree ${tree}`);
  return {
    output: 0,
    grow(into: Grower) {
      const arrays = readArrays(block, tree, leaves);
      into.add<number>({
        root: leaves > 1 ? 0 : -1,
        nodes: 2 * leaves - 1,
        read: (ref) => (ref < 0 ? leafOf(arrays, ~ref) : splitOf(arrays, ref, features)),
      });
    },
  };
}

/** What the readers of both formats say about a tree with models in its leaves. */
export function linearTree(): Error {
  return importUnsupported({ what: "LightGBM's linear_tree", supported: "trees with constant leaves" });
}

function readArrays(block: Block, tree: number, leaves: number): Arrays {
  const lists = new Map<string, readonly number[]>();
  const list = (key: string): readonly number[] => {
    const ready = lists.get(key) ?? words(block.get(key) ?? "").map(numberOf);
    lists.set(key, ready);
    return ready;
  };
  for (const [key, length] of [
    ["leaf_value", leaves],
    ["split_feature", leaves - 1],
    ["threshold", leaves - 1],
    ["left_child", leaves - 1],
    ["right_child", leaves - 1],
  ] as const)
    if (list(key).length !== length)
      throw importMalformed({ what: `${key} of tree ${tree} has ${list(key).length} items instead of ${length}` });
  return {
    number: (key, at) => list(key)[at] ?? (OPTIONAL.has(key) ? 0 : itemAt(list(key), at, key)),
    categories: (set) => {
      const [start, end] = [
        itemAt(list("cat_boundaries"), set, "cat_boundaries"),
        itemAt(list("cat_boundaries"), set + 1, "cat_boundaries"),
      ];
      return bitsOf(list("cat_threshold").slice(start, end));
    },
  };
}

const OPTIONAL: ReadonlySet<string> = new Set(["split_gain", "leaf_count", "internal_count", "decision_type"]);

/** LightGBM writes infinities as C does. */
function numberOf(word: string): number {
  if (/^[-+]?inf/i.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  return Number(word);
}

function bitsOf(words32: readonly number[]): readonly number[] {
  return words32.flatMap((word, i) => {
    const codes: number[] = [];
    for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) codes.push(i * 32 + bit);
    return codes;
  });
}

function leafOf({ number }: Arrays, leaf: number): ForeignNode<number> {
  return { leaf: number("leaf_value", leaf), cover: number("leaf_count", leaf) };
}

const MISSING_TYPES: readonly MissingType[] = ["none", "zero", "nan"];

/** Bit 0 of the decision type: categories; bit 1: missing goes left; bits 2 and 3: what is missing. */
function splitOf(
  { number, categories }: Arrays,
  node: number,
  features: readonly LightgbmFeature[],
): ForeignNode<number> {
  const decision = number("decision_type", node);
  const threshold = number("threshold", node);
  const missingType = MISSING_TYPES[(decision >> 2) & 3];
  if (missingType === undefined) throw importMalformed({ what: `${decision} is no decision type` });
  const at = decision & 1 ? categories(threshold) : threshold;
  const split = { slot: number("split_feature", node), at, missingType, defaultLeft: (decision & 2) !== 0 };
  return {
    ...lightgbmSplit(split, features),
    gain: number("split_gain", node),
    cover: number("internal_count", node),
    left: number("left_child", node),
    right: number("right_child", node),
  };
}
