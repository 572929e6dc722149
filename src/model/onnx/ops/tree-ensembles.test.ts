import { describe, expect, test } from "vitest";
import { type OneOperator, runOne, tensor } from "../one-operator.conformance.ts";

const ml = "ai.onnx.ml";

function run(one: OneOperator): readonly number[] {
  return Array.from(runOne(one).data, Number);
}

/** A stump on feature 0 at 0, whose two leaves hold these votes. */
function stump(left: readonly number[], right: readonly number[], ids: readonly number[]) {
  return {
    nodes_treeids: { ints: [0, 0, 0] },
    nodes_nodeids: { ints: [0, 1, 2] },
    nodes_featureids: { ints: [0, 0, 0] },
    nodes_values: { floats: [0, 0, 0] },
    nodes_modes: { texts: ["BRANCH_LEQ", "LEAF", "LEAF"] },
    nodes_truenodeids: { ints: [1, 0, 0] },
    nodes_falsenodeids: { ints: [2, 0, 0] },
    class_treeids: { ints: [...left, ...right].map(() => 0) },
    class_nodeids: { ints: [...left.map(() => 1), ...right.map(() => 2)] },
    class_ids: { ints: [...ids, ...ids] },
    class_weights: { floats: [...left, ...right] },
    classlabels_int64s: { ints: [0, 1] },
  };
}

/** Name, left votes, right votes, their classes, the transform, base values, and both rows' outputs. */
type Open = readonly [
  name: string,
  left: readonly number[],
  right: readonly number[],
  ids: readonly number[],
  transform: string,
  base: readonly number[] | undefined,
  expected: readonly number[],
];

describe("two classes, where the standard leaves it open, as onnxruntime 1.32 reads them", () => {
  const x = tensor([2, 1], [-1, 1]);
  const one = (attributes: OneOperator["attributes"]): OneOperator => ({
    op: "TreeEnsembleClassifier",
    domain: ml,
    inputs: [x],
    ...(attributes === undefined ? {} : { attributes }),
    outputs: [2, 1],
  });
  const open: readonly Open[] = [
    ["shares", [0.2], [0.7], [0], "NONE", undefined, [0.8, 0.2, 0.3, 0.7]],
    ["shares with a base", [0.2], [0.7], [0], "NONE", [0.1], [0.7, 0.3, 0.2, 0.8]],
    ["shares through a logistic", [0.2], [0.7], [0], "LOGISTIC", undefined, [0.45017, 0.54983, 0.33181, 0.66819]],
    ["margins", [-0.2], [0.7], [0], "NONE", undefined, [0.2, -0.2, -0.7, 0.7]],
    ["margins through a logistic", [-0.2], [0.7], [0], "LOGISTIC", [0.1], [0.52498, 0.47502, 0.31003, 0.68997]],
    ["votes for the second class", [-0.2], [0.7], [1], "LOGISTIC", undefined, [0.5, 0.45017, 0.5, 0.66819]],
    ["votes for both", [0.2, 0.8], [0.6, 0.4], [0, 1], "SOFTMAX", undefined, [0.35434, 0.64566, 0.54983, 0.45017]],
    [
      "votes for both with two bases",
      [0.2, 0.8],
      [0.6, 0.4],
      [0, 1],
      "LOGISTIC",
      [0.1, 0.3],
      [0.37754, 0.62246, 0.28905, 0.71095],
    ],
    ["one class voted, two bases", [0.2], [0.7], [0], "SOFTMAX", [0.1, 0.3], [0.57444, 0.42556, 0.68997, 0.31003]],
  ];
  test.each(open.map((each) => [each[0], each] as const))(
    "%s",
    (_name, [, left, right, ids, transform, base, expected]) => {
      const attributes = {
        ...stump(left, right, ids),
        post_transform: { text: transform },
        ...(base === undefined ? {} : { base_values: { floats: base } }),
      };
      const { data } = runOne(one(attributes));
      (data as Float64Array).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 4);
      });
    },
  );
});

describe("trees of regression", () => {
  const parts = (modes: readonly string[], missing: readonly number[]) => ({
    nodes_treeids: { ints: [0, 0, 0, 1] },
    nodes_nodeids: { ints: [0, 1, 2, 0] },
    nodes_featureids: { ints: [0, 0, 0, 0] },
    nodes_values: { floats: [1, 0, 0, 0] },
    nodes_modes: { texts: [...modes, "LEAF", "LEAF", "LEAF"] },
    nodes_truenodeids: { ints: [1, 0, 0, 0] },
    nodes_falsenodeids: { ints: [2, 0, 0, 0] },
    nodes_missing_value_tracks_true: { ints: [...missing, 0, 0, 0] },
    target_treeids: { ints: [0, 0, 1] },
    target_nodeids: { ints: [1, 2, 0] },
    target_ids: { ints: [0, 0, 0] },
    target_weights: { floats: [10, 20, 4] },
  });
  const x = tensor([4, 1], [0, 1, 2, Number.NaN]);
  const scores = (mode: string, missing: number, extra: object = {}): readonly (number | string)[] =>
    run({
      op: "TreeEnsembleRegressor",
      domain: ml,
      inputs: [x],
      attributes: { ...parts([mode], [missing]), ...extra },
    });

  test.each([
    ["BRANCH_LEQ", [14, 14, 24]],
    ["BRANCH_LT", [14, 24, 24]],
    ["BRANCH_GTE", [24, 14, 14]],
    ["BRANCH_GT", [24, 24, 14]],
    ["BRANCH_EQ", [24, 14, 24]],
    ["BRANCH_NEQ", [14, 24, 14]],
  ] as const)("%s decides as it says, and a missing value as its track", (mode, expected) => {
    expect(scores(mode, 1)).toEqual([...expected, 14]);
    expect(scores(mode, 0)).toEqual([...expected, mode === "BRANCH_NEQ" ? 14 : 24]);
  });
  test.each([
    ["AVERAGE", [8, 8, 13, 13]],
    ["MIN", [5, 5, 5, 5]],
    ["MAX", [11, 11, 21, 21]],
  ] as const)("%s of the trees, plus the base", (name, expected) => {
    const extra = { aggregate_function: { text: name }, base_values: { floats: [1] } };
    expect(scores("BRANCH_LEQ", 0, extra)).toEqual(expected);
  });

  test("TreeEnsemble of version 5 looks for members", () => {
    const double = (...data: number[]) => ({ tensor: tensor([data.length], data) });
    const attributes = {
      n_targets: { int: 1 },
      tree_roots: { ints: [0] },
      nodes_modes: { tensor: tensor([2], [6, 0], "uint8") },
      nodes_featureids: { ints: [0, 0] },
      nodes_splits: double(0, 5),
      nodes_truenodeids: { ints: [0, 1] },
      nodes_trueleafs: { ints: [1, 1] },
      nodes_falsenodeids: { ints: [1, 2] },
      nodes_falseleafs: { ints: [0, 1] },
      leaf_targetids: { ints: [0, 0, 0] },
      leaf_weights: double(1, 2, 3),
      membership_values: double(3, 7, Number.NaN),
    };
    const inputs = [tensor([4, 1], [3, 7, 4, 9])];
    expect(run({ op: "TreeEnsemble", domain: ml, opset: 5, inputs, attributes })).toEqual([1, 1, 2, 3]);
  });
});
