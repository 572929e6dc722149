import { readList, readRecord, readText } from "../../shape.ts";
import { importMalformed, importUnsupported, importVersion } from "../errors.ts";
import { boundedCount, itemAt, type Numbers, readCount, readNumberList, readSomeNumbers } from "../fields.ts";
import type { Foreign, ForeignFeature, ForeignTree, ImportFormat, ImportOptions } from "../foreign.ts";
import { storedLevels, xgboostFeatures } from "./levels.ts";
import { xgboostMeaning } from "./objectives.ts";
import { readXgboostTree, type XgboostTree, xgboostRoot } from "./tree.ts";

type Parts = Readonly<Record<string, unknown>>;

/** What one reads, in which format, from a file of how many bytes. */
export interface XgboostFile {
  readonly format: ImportFormat;
  readonly data: Parts;
  readonly size: number;
}

/** Reads what `save_model` wrote, as parsed from JSON or UBJSON. */
export function readXgboostModel({ format, data, size }: XgboostFile, options: ImportOptions): Foreign {
  const version = readVersion(data.version);
  const learner = readRecord(data.learner, "the learner");
  const param = readRecord(learner.learner_model_param, "learner_model_param");
  const { model, weights } = readBooster(readRecord(learner.gradient_booster, "gradient_booster"));
  const trees = readList(model.trees, "the trees", readXgboostTree);
  const outputs = boundedCount(readOutputs(param), "the number of outputs", size);
  const hasVectors = trees.some(({ width }) => width > 1);
  const features = readFeatures(
    { learner, model, count: boundedCount(readCount(param.num_feature, "num_feature"), "num_feature", size) },
    { trees, options },
  );
  const best = Number(readRecord(learner.attributes ?? {}, "the attributes").best_iteration);
  return {
    format,
    version,
    objective: readText(readRecord(learner.objective, "the objective").name, "the objective's name"),
    meaning: xgboostMeaning,
    features,
    outputs,
    hasVectors,
    base: readBase(param.base_score, outputs),
    isAveraged: false,
    treesPerRound: readParallel(model) * (hasVectors ? 1 : outputs),
    ...(Number.isInteger(best) ? { bestRound: best } : {}),
    trees: growable(
      { trees, weights, outputs: readSomeNumbers(model.tree_info, "tree_info", trees.length) },
      { features: features.length, width: outputs },
    ),
  };
}

function readVersion(data: unknown): string {
  const parts = Array.from(readNumberList(data, "the version"));
  const version = parts.join(".");
  const [major = 0] = parts;
  if (major >= 1 && major <= 3) return version;
  throw importVersion({ framework: "XGBoost", version, supported: "1.x to 3.x" });
}

/** The trees' model, and dart's weight of each tree. */
function readBooster(booster: Parts): { readonly model: Parts; readonly weights: Numbers | undefined } {
  const name = readText(booster.name, "the booster's name");
  if (name === "gbtree") return { model: readRecord(booster.model, "the booster's model"), weights: undefined };
  if (name !== "dart")
    throw importUnsupported({ what: `XGBoost's booster ${JSON.stringify(name)}`, supported: "gbtree, dart" });
  const gbtree = readRecord(booster.gbtree, "dart's trees");
  return {
    model: readRecord(gbtree.model, "the booster's model"),
    weights: readNumberList(booster.weight_drop, "weight_drop"),
  };
}

/** One per class or target. */
function readOutputs(param: Parts): number {
  const classes = readCount(param.num_class ?? 0, "num_class");
  const targets = readCount(param.num_target ?? 1, "num_target");
  return Math.max(1, classes, targets);
}

function readParallel(model: Parts): number {
  const param = readRecord(model.gbtree_model_param, "gbtree_model_param");
  return Math.max(1, readCount(param.num_parallel_tree ?? 1, "num_parallel_tree"));
}

/** `5E-1`, or a list in brackets from 3.1 on. */
function readBase(data: unknown, outputs: number): readonly number[] {
  const numbers = readText(data, "base_score")
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map(Number);
  if (!numbers.every(Number.isFinite)) throw importMalformed({ what: "base_score is not a number" });
  const single = numbers[0] as number;
  if (numbers.length === 1) return Array.from({ length: outputs }, () => Math.fround(single));
  if (numbers.length === outputs) return numbers.map(Math.fround);
  throw importMalformed({ what: `base_score has ${numbers.length} numbers for ${outputs} outputs` });
}

interface Named {
  readonly learner: Parts;
  readonly model: Parts;
  readonly count: number;
}

interface Context {
  readonly trees: readonly XgboostTree[];
  readonly options: ImportOptions;
}

function readFeatures({ learner, model, count }: Named, { trees, options }: Context): readonly ForeignFeature[] {
  const names = readList(learner.feature_names ?? [], "feature_names", readText);
  const types = readList(learner.feature_types ?? [], "feature_types", readText);
  const stored = storedLevels(model.cats);
  const highest = highestCodes(trees, count);
  if (names.length > 0 && names.length !== count)
    throw importMalformed({ what: `the file has ${names.length} feature names for ${count} features` });
  const columns = Array.from({ length: count }, (_, slot) => {
    const code = highest.get(slot) ?? -1;
    const isCategory = types[slot] === "c" || code >= 0;
    return { name: names[slot] ?? `f${slot}`, isCategory, stored: stored[slot], highest: code };
  });
  return xgboostFeatures(columns, options);
}

/** The highest category code that a split of each slot names. */
function highestCodes(trees: readonly XgboostTree[], slots: number): ReadonlyMap<number, number> {
  const highest = new Map<number, number>();
  for (const { sets, slot } of trees)
    for (const [node, codes] of sets) {
      const at = itemAt(slot, node, "split_indices");
      if (at < slots) highest.set(at, Math.max(highest.get(at) ?? 0, codes.at(-1) ?? 0));
    }
  return highest;
}

interface Grown {
  readonly trees: readonly XgboostTree[];
  readonly outputs: Numbers;
  readonly weights: Numbers | undefined;
}

function growable(
  { trees, outputs, weights }: Grown,
  { features, width }: { readonly features: number; readonly width: number },
): readonly ForeignTree[] {
  return trees.map((tree, i) => {
    const output = itemAt(outputs, i, "tree_info");
    const weight = weights === undefined ? 1 : Math.fround(itemAt(weights, i, "weight_drop"));
    if (!(output >= 0 && output < width))
      throw importMalformed({ what: `tree ${i} gives values to an output that is not there` });
    return { output, grow: (into) => into.add(xgboostRoot(tree, { slots: features, weight })) };
  });
}
