import { expect, test } from "vitest";
import { isAlidadeError } from "../../../kernel/index.ts";
import { type ImportOptions, importModel, type Model, scoreRow, type TreesBody } from "../../index.ts";
import { describeImport } from "../import.ts";
import { ubjson, XGBOOST, XGBOOST_DUMP } from "../samples.arbitrary.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const base = Math.log(0.25 / 0.75);
const JSON_TEXT = JSON.stringify(XGBOOST);

/** The sample with one of its texts changed. */
function changed(from: string, to: string): string {
  expect(JSON_TEXT).toContain(from);
  return JSON_TEXT.replace(from, to);
}

function codeOf(content: string | Uint8Array, options: ImportOptions = {}): string | undefined {
  try {
    importModel(content, options);
  } catch (thrown) {
    if (isAlidadeError(thrown)) return thrown.code;
    throw thrown;
  }
  return undefined;
}

test("rows end in the leaves that the file says, from the base score's log-odds", () => {
  const model = importModel(JSON_TEXT);
  const near = (size: number | null, colour: string | null, leaf: number): void =>
    expect(scoreRow(model, { size, colour })[0]).toBeCloseTo(sigmoid(base + leaf), 12);
  near(0.4, "red", 1.5);
  near(null, "red", 1.5);
  near(0.5, "blue", -1);
  near(0.5, "green", 2);
  near(0.5, null, 2);
});

test("a number is compared in single precision", () => {
  const model = importModel(JSON_TEXT);
  const justBelow = 0.5 - 2 ** -28;
  expect(Math.fround(justBelow)).toBe(0.5);
  expect(scoreRow(model, { size: justBelow, colour: "blue" })[0]).toBeCloseTo(sigmoid(base - 1), 12);
});

test("UBJSON reads as JSON does", () => {
  expect(importModel(ubjson(XGBOOST))).toEqual(importModel(JSON_TEXT));
});

test("a dump reads the same once its objective and base score are told", () => {
  const told = {
    objective: "binary:logistic",
    baseScore: 0.25,
    features: { colour: { levels: ["blue", "green", "red"] } },
  };
  const { signature, body } = importModel(JSON_TEXT) as Model<TreesBody>;
  const dumped = importModel(XGBOOST_DUMP, told) as Model<TreesBody>;
  expect(dumped.signature).toEqual(signature);
  expect(dumped.body).toEqual(body);
  expect(codeOf(XGBOOST_DUMP)).toBe("model.import-option");
  expect(codeOf(XGBOOST_DUMP, { objective: "binary:logistic" })).toBe("model.import-option");
});

test("a description names version, objective, features and the best round", () => {
  expect(describeImport(JSON_TEXT)).toMatchObject({
    format: "xgboost-json",
    version: "3.2.0",
    objective: "binary:logistic",
    task: "binary",
    trees: 1,
    bestRound: 0,
    features: [{ name: "size" }, { name: "colour", kind: "text", levels: ["blue", "green", "red"] }],
  });
});

test("codes without names are levels, with some to spare for those that no split names", () => {
  const bare = JSON.stringify({ ...XGBOOST, learner: { ...XGBOOST.learner, feature_names: [] } }).replace(
    /"enc":\[.*?\]\}\]/,
    '"enc":[]',
  );
  const { features } = describeImport(bare);
  expect(features.map(({ name }) => name)).toEqual(["f0", "f1"]);
  expect(features[1]?.levels).toHaveLength(256);
  const model = importModel(bare);
  expect(scoreRow(model, { f0: 1, f1: "200" })[0]).toBeCloseTo(sigmoid(base - 1), 12);
});

test("dart weighs its trees, vectors and targets are kept or chosen from", () => {
  const { model, name: _ } = XGBOOST.learner.gradient_booster;
  const dart = { name: "dart", gbtree: { model, name: "gbtree" }, weight_drop: [0.5] };
  const weighed = importModel(JSON.stringify({ ...XGBOOST, learner: { ...XGBOOST.learner, gradient_booster: dart } }));
  expect(scoreRow(weighed, { size: 0.4, colour: null })[0]).toBeCloseTo(sigmoid(base + 0.75), 12);

  const vectors = vectorModel();
  const both = importModel(vectors, { task: "multilabel", classes: ["low", "high"] });
  expect(scoreRow(both, { size: 0.4, colour: null })).toEqual([1 + 10, 2 + 20]);
  expect(scoreRow(importModel(vectors, { output: 1 }), { size: 1, colour: "red" })).toEqual([2 + 60]);
  expect(codeOf(vectors)).toBe("model.import-option");
});

/** Leaves hold a value for each of two targets; a leaf's right child numbers its vector. */
function vectorModel(): string {
  const { model } = XGBOOST.learner.gradient_booster;
  const tree = {
    ...model.trees[0],
    right_children: [2, 0, 4, 1, 2],
    leaf_weights: [10, 20, 30, 40, 50, 60],
    tree_param: { size_leaf_vector: "2" },
  };
  const learner = {
    ...XGBOOST.learner,
    gradient_booster: { name: "gbtree", model: { ...model, trees: [tree] } },
    learner_model_param: { base_score: "[1,2]", num_class: "0", num_feature: "2", num_target: "2" },
    objective: { name: "reg:squarederror" },
  };
  return JSON.stringify({ ...XGBOOST, learner });
}

test("what cannot be is refused under its own code", () => {
  expect(codeOf(changed("[3,2,0]", "[4,0,0]"))).toBe("model.import-version");
  expect(codeOf(changed("binary:logistic", "binary:hinge"))).toBe("model.import-unsupported");
  expect(codeOf(changed('"name":"gbtree"', '"name":"gblinear"'))).toBe("model.import-unsupported");
  expect(codeOf(changed('"num_feature":"2","num_target"', '"num_feature":"2000000000","num_target"'))).toBe(
    "model.import-cut-short",
  );
  expect(codeOf(changed('"num_class":"0"', '"num_class":"2000000000"'))).toBe("model.import-cut-short");
  expect(codeOf(changed('"left_children":[1', '"left_children":[0'))).toBe("model.import-malformed");
  expect(codeOf(changed('"split_indices":[0', '"split_indices":[9'))).toBe("model.import-malformed");
  expect(codeOf(changed('"tree_info":[0]', '"tree_info":[7]'))).toBe("model.import-malformed");
  expect(codeOf(changed('"categories":[1,2]', '"categories":[1,9]'))).toBe("model.import-features");
  expect(codeOf(changed("[2.5E-1]", "[7]"))).toBe("model.import-option");
  expect(codeOf(JSON_TEXT, { baseScore: 0.1 })).toBe("model.import-option");
  expect(codeOf(JSON_TEXT, { output: 1 })).toBe("model.import-option");
  expect(codeOf('{"a":1}')).toBe("model.import-unrecognised");
});
