import { expect, test } from "vitest";
import { isAlidadeError } from "../../../kernel/index.ts";
import { type ImportOptions, importanceOf, importModel, type Model, scoreRow, type TreesBody } from "../../index.ts";
import { describeImport } from "../import.ts";
import { LIGHTGBM_JSON, LIGHTGBM_TEXT as TEXT } from "../samples.arbitrary.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function codeOf(text: string, options: ImportOptions = {}): string | undefined {
  try {
    importModel(text, options);
  } catch (thrown) {
    if (isAlidadeError(thrown)) return thrown.code;
    throw thrown;
  }
  return undefined;
}

test("rows end in the leaves that the text says, under the objective's own slope", () => {
  const model = importModel(TEXT);
  const score = (age: number | null, colour: string | null, visits: number | null): number =>
    scoreRow(model, { age, colour, visits })[0] as number;
  expect(score(20, "blue", 3)).toBeCloseTo(sigmoid(2 * (0.25 + 0.125)), 12);
  expect(score(20, "green", 5)).toBeCloseTo(sigmoid(2 * (-0.5 - 0.125)), 12);
  expect(score(20, "red", 4)).toBeCloseTo(sigmoid(2 * (0.25 + 0.125)), 12);
  expect(score(40, "red", 0)).toBeCloseTo(sigmoid(2 * (1 - 0.125)), 12);
});

test("missing values go where LightGBM sends them", () => {
  const model = importModel(TEXT);
  const near = (row: Record<string, number | string | null>, sum: number): void =>
    expect(scoreRow(model, row)[0]).toBeCloseTo(sigmoid(2 * sum), 12);
  near({ age: null, colour: null, visits: null }, -0.5 - 0.125);
  near({ age: 20, colour: "unseen", visits: 1e-36 }, -0.5 - 0.125);
  const asZero = importModel(TEXT.replace("decision_type=10 1", "decision_type=0 1"));
  expect(scoreRow(asZero, { age: null, colour: "red", visits: 1 })[0]).toBeCloseTo(sigmoid(2 * (0.25 + 0.125)), 12);
});

test("gain and cover come along", () => {
  const model = importModel(TEXT) as Model<TreesBody>;
  expect(importanceOf(model)).toEqual({ age: 8 / 11, colour: 2 / 11, visits: 1 / 11 });
  expect(Array.from(model.body.cover)).toEqual([12, 7, 3, 4, 5, 12, 6, 6]);
});

test("a description names format, objective, features and levels", () => {
  expect(describeImport(TEXT)).toEqual({
    format: "lightgbm-text",
    version: "v4",
    objective: "binary sigmoid:2",
    task: "binary",
    trees: 2,
    rounds: 2,
    outputs: 1,
    features: [
      { name: "age", kind: "number", levels: [] },
      { name: "colour", kind: "text", levels: ["blue", "green", "red"] },
      { name: "visits", kind: "number", levels: [] },
    ],
  });
});

test("without the data frame's names the codes are the levels, or what the caller lists", () => {
  const bare = TEXT.replace(/pandas_categorical:.*/, "pandas_categorical:null");
  expect(describeImport(bare).features[1]).toEqual({ name: "colour", kind: "text", levels: ["0", "1", "2"] });
  const told = importModel(bare, { features: { colour: { levels: ["b", "g", "r"] } } });
  expect(scoreRow(told, { age: 20, colour: "r", visits: 1 })).toEqual(
    scoreRow(importModel(bare), { age: 20, colour: "2", visits: 1 }),
  );
  expect(codeOf(bare, { features: { colour: { levels: ["b"] } } })).toBe("model.import-features");
});

test("features take other names and kinds, and are held against the system's", () => {
  const renamed = importModel(TEXT, {
    features: { age: { name: "years" } },
    expect: { years: "number", colour: "text", visits: "flag" },
  });
  expect(renamed.signature.features).toEqual([
    { name: "years", kind: "number" },
    { name: "colour", kind: "text" },
    { name: "visits", kind: "flag" },
  ]);
  expect(importModel(TEXT, { names: ["a", "b", "c"] }).signature.features.map(({ name }) => name)).toEqual([
    "a",
    "b",
    "c",
  ]);
  expect(codeOf(TEXT, { expect: { age: "number" } })).toBe("model.signature-mismatch");
  expect(codeOf(TEXT, { names: ["a"] })).toBe("model.import-features");
  expect(codeOf(TEXT, { features: { agee: {} } })).toBe("model.import-features");
  expect(codeOf(TEXT, { features: { age: { name: "colour" } } })).toBe("model.import-features");
  expect(codeOf(TEXT, { features: { colour: { kind: "number" } } })).toBe("model.import-features");
});

test("fewer rounds are fewer trees", () => {
  const first = importModel(TEXT, { rounds: 1 }) as Model<TreesBody>;
  expect(first.body.roots).toHaveLength(1);
  expect(codeOf(TEXT, { rounds: 3 })).toBe("model.import-option");
});

test("the JSON of the same model is the same model", () => {
  expect(importModel(JSON.stringify(LIGHTGBM_JSON))).toEqual(importModel(TEXT));
  const infinite = JSON.stringify(LIGHTGBM_JSON).replace('"threshold":30.5', '"threshold":Infinity');
  expect(scoreRow(importModel(infinite), { age: 99, colour: "red", visits: 1 })[0]).toBeCloseTo(sigmoid(2 * 0.375), 12);
});

test("a text with the line ends of Windows reads the same", () => {
  expect(importModel(TEXT.replaceAll("\n", "\r\n"))).toEqual(importModel(TEXT));
});

test("what cannot be is refused under its own code", () => {
  const after = (from: string | RegExp, to: string): string | undefined => codeOf(TEXT.replace(from, to));
  expect(after("version=v4", "version=v9")).toBe("model.import-version");
  expect(after("binary sigmoid:2", "cross_entropy_lambda")).toBe("model.import-unsupported");
  expect(after("is_linear=0", "is_linear=1")).toBe("model.import-unsupported");
  expect(after("objective=binary sigmoid:2\n", "")).toBe("model.import-option");
  expect(after("end of trees", "")).toBe("model.import-cut-short");
  expect(after("end of parameters", "")).toBe("model.import-cut-short");
  expect(after('"red"]]', '"re')).toBe("model.import-cut-short");
  expect(after("num_tree_per_iteration=1", "num_tree_per_iteration=999999999")).toBe("model.import-cut-short");
  expect(after("num_leaves=3", "num_leaves=3000000000")).toBe("model.import-malformed");
  expect(after("left_child=1 -1", "left_child=0 -1")).toBe("model.import-malformed");
  expect(after("split_feature=0 1", "split_feature=0 7")).toBe("model.import-malformed");
  expect(after("leaf_value=0.25", "leaf_value=nan")).toBe("model.import-malformed");
  expect(after("cat_threshold=5", "cat_threshold=64")).toBe("model.import-malformed");
  expect(codeOf(TEXT, { task: "multiclass" })).toBe("model.import-option");
  expect(codeOf(TEXT, { objective: "regression" })).toBe("model.import-option");
});
