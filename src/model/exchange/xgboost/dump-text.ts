import { importCutShort, importMalformed } from "../errors.ts";
import type { Foreign, ImportOptions } from "../foreign.ts";
import { childrenOf, type DumpNode, type DumpTree, dumpForeign, sortedCodes } from "./dump.ts";

/** Reads what `dump_model` wrote as text: a line per node, `0:[f0<0.5] yes=1,no=2,missing=1` or `1:leaf=0.3`. */
export function readXgboostDumpText(text: string, options: ImportOptions): Foreign {
  const [, ...blocks] = text.split(/^booster\[\d+\]:?.*$/m);
  return dumpForeign("xgboost-dump-text", blocks.map(readTree), options);
}

function readTree(block: string): DumpTree {
  const lines = block.split("\n").map((line) => line.trim());
  const nodes = new Map(lines.filter((line) => line !== "").map(readLine));
  for (const node of nodes.values())
    if (!("leaf" in node) && !(nodes.has(node.left) && nodes.has(node.right)))
      throw importCutShort({ what: "a node of the dump lacks a child" });
  return nodes;
}

/** Written so that a long line cannot be matched in more than one way. */
const NUMBER = "[-+]?(?:\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|inf|nan)";
const LEAF = new RegExp(`^(\\d+):leaf=(${NUMBER})(?:,cover=(${NUMBER}))?$`);
const SPLIT = new RegExp(
  `^(\\d+):\\[(.+?)(?:<(${NUMBER})|:\\{([\\d,]*)\\})\\] yes=(\\d+),no=(\\d+),missing=(\\d+)(?:,gain=(${NUMBER}),cover=(${NUMBER}))?$`,
);

function readLine(line: string): [number, DumpNode] {
  const leaf = LEAF.exec(line);
  if (leaf !== null)
    return [Number(leaf[1]), { leaf: Math.fround(Number(leaf[2])), cover: Math.fround(Number(leaf[3] ?? 0)) }];
  const split = SPLIT.exec(line);
  if (split === null) throw importMalformed({ what: `a dump has the line ${JSON.stringify(line.slice(0, 80))}` });
  const [, id, feature = "", threshold, codes, yes, no, missing, gain = 0, cover = 0] = split;
  const condition = codes === undefined ? Number(threshold) : sortedCodes(codes.split(",").map(Number));
  const children = childrenOf({ yes: Number(yes), no: Number(no), missing: Number(missing), condition });
  return [Number(id), { feature, ...children, gain: Number(gain), cover: Number(cover) }];
}
