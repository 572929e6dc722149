import type { Model } from "../../model.ts";
import { partsOf } from "../../parts.ts";
import type { TreesBody } from "../../trees/body.ts";
import { exportUnsupported } from "../errors.ts";
import { constantTree, treeText } from "./export-tree.ts";

/** A model in LightGBM's words. */
export interface LightgbmExport {
  /** The content of a `model.txt`: `lightgbm.Booster(model_file=…)` reads it. */
  readonly text: string;
  /** What LightGBM's format cannot say and was left out, each in a sentence; empty when it predicts the same. */
  readonly leftOut: readonly string[];
}

/**
 * A forest as LightGBM's text format. Text features become pandas categories: ask with a data frame whose columns, in the
 * model's order, are of the dtype `category`. Calibration, conformal scores and class names have no place in the format.
 * A composed model is many forests: export its parts ({@link partsOf}). Throws `model.export-unsupported` for other formats
 * than `trees` and for links that LightGBM lacks.
 */
export function exportLightgbm(model: Model): LightgbmExport {
  if (model.format !== "trees")
    throw exportUnsupported({ what: `A model of the format ${model.format}`, supported: supportedFor(model) });
  const forest = model as Model<TreesBody>;
  const names = columnNames(forest);
  const trees = treesText(forest.body);
  const sizes = `tree_sizes=${trees.map(({ length }) => length).join(" ")}`;
  const levels = forest.body.levels.filter((_, slot) => forest.signature.features[slot]?.kind === "text");
  const tail = ["end of trees", "", `pandas_categorical:${JSON.stringify(levels)}`, ""].join("\n");
  return {
    text: [...header(forest, names), sizes, "", trees.join("") + tail].join("\n"),
    leftOut: leftOut(forest, names),
  };
}

function supportedFor(model: Model): string {
  return partsOf(model).length === 0 ? "the format trees" : "the format trees, so its parts one by one: see `partsOf`";
}

function header({ body, signature }: Model<TreesBody>, names: readonly string[]): readonly string[] {
  const outputs = body.base.length;
  const objective = objectiveOf(body, signature.task === "ranking");
  return [
    "tree",
    "version=v4",
    `num_class=${outputs}`,
    `num_tree_per_iteration=${outputs}`,
    "label_index=0",
    `max_feature_idx=${names.length - 1}`,
    ...(objective === undefined ? [] : [`objective=${objective}`]),
    `feature_names=${names.join(" ")}`,
    `feature_infos=${featureInfos(body).join(" ")}`,
  ];
}

/** LightGBM's objective with the same link; several plain scores need none. */
function objectiveOf({ link, base }: TreesBody, isRanking: boolean): string | undefined {
  const outputs = base.length;
  if (link === "softmax") return `multiclass num_class:${outputs}`;
  if (link === "oneVsAll") return `multiclassova num_class:${outputs} sigmoid:1`;
  if (link === "sigmoid") return outputs === 1 ? "binary sigmoid:1" : `multiclassova num_class:${outputs} sigmoid:1`;
  if (link === "identity") return outputs > 1 ? undefined : isRanking ? "lambdarank" : "regression";
  if (outputs === 1) return link === "exp" ? "poisson" : "regression sqrt";
  throw exportUnsupported({
    what: `The link ${link} on ${outputs} outputs`,
    supported: "identity, sigmoid, softmax and oneVsAll on several outputs",
  });
}

/** Categories by code; numbers by the range of their thresholds. */
function featureInfos(body: TreesBody): readonly string[] {
  const ranges = body.levels.map((): [number, number] => [Infinity, -Infinity]);
  body.slot.forEach((slot, node) => {
    const range = ranges[slot];
    if (range === undefined) return;
    range[0] = Math.min(range[0], body.value[node] as number);
    range[1] = Math.max(range[1], body.value[node] as number);
  });
  return body.levels.map((levels, slot) => {
    const [low, high] = ranges[slot] as [number, number];
    if (levels.length > 0) return levels.map((_, code) => code).join(":");
    return low <= high ? `[${low}:${high}]` : "none";
  });
}

/** Names without the letters that LightGBM's format gives a meaning to, each of them once. */
function columnNames({ signature }: Model): readonly string[] {
  const taken = new Set<string>();
  return signature.features.map(({ name }) => {
    const plain = name.replace(/[\s"\\,:=[\]{}]/g, "_") || "_";
    let free = plain;
    for (let i = 2; taken.has(free); i++) free = `${plain}_${i}`;
    taken.add(free);
    return free;
  });
}

/** The trees of each round, one per output; the base goes into the leaves of the first round. */
function treesText(body: TreesBody): readonly string[] {
  const outputs = body.base.length;
  const perTree = body.vectors.length > 0 ? outputs : 1;
  const count = Math.max(outputs, Math.ceil((body.roots.length * perTree) / outputs) * outputs);
  return Array.from({ length: count }, (_, i) => {
    const tree = Math.floor(i / perTree);
    const output = i % outputs;
    const shift = i < outputs ? (body.base[output] as number) : 0;
    const lines = tree < body.roots.length ? treeText(body, { tree, output, shift }) : constantTree(shift);
    return `Tree=${i}\n${lines}\n\n\n`;
  });
}

function leftOut(
  { calibration, calibrations = [], conformal, signature, body }: Model<TreesBody>,
  names: readonly string[],
): readonly string[] {
  const renamed = signature.features.filter(({ name }, slot) => name !== names[slot]);
  return [
    ...(calibration.kind === "none"
      ? []
      : [`The ${calibration.kind} calibration: the export predicts uncalibrated probabilities.`]),
    ...(calibrations.length === 0 ? [] : ["The calibration of each output: the export predicts uncalibrated ones."]),
    ...(conformal === undefined ? [] : ["The conformal scores: the export gives points alone."]),
    ...(body.link === "oneVsAll"
      ? ["LightGBM does not share one-vs-all probabilities out: divide each row by its sum."]
      : []),
    ...(signature.classes.length === 0 ? [] : [`The names of the outputs, in order: ${signature.classes.join(", ")}.`]),
    ...(renamed.length === 0
      ? []
      : [
          `The names of ${renamed.map(({ name }) => JSON.stringify(name)).join(", ")}: letters that the format reserves became _.`,
        ]),
  ];
}
