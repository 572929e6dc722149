import { expect, test } from "vitest";
import { type OneOperator, runOne, tensor, texts } from "../one-operator.conformance.ts";
import { onnxOperatorNames } from "../operators.ts";

/** What the operator gives, as plain lists. */
function run(one: OneOperator): { readonly dims: readonly number[]; readonly data: readonly (number | string)[] } {
  const { dims, data } = runOne(one);
  return {
    dims,
    data: Array.from<number | string, number | string>(data, (x) =>
      typeof x === "number" ? Number(x.toPrecision(6)) : x,
    ),
  };
}

const ml = "ai.onnx.ml";
const ints = (...data: number[]) => tensor([data.length], data, "int64");
const six = tensor([2, 3], [1, 2, 3, 4, 5, 6]);

/** Expected values follow from the text of the ONNX standard. */
const CASES: Readonly<Record<string, readonly [OneOperator, readonly number[], readonly (number | string)[]]>> = {
  "a bias stretches over rows": [
    { op: "Add", inputs: [six, tensor([3], [10, 20, 30])] },
    [2, 3],
    [11, 22, 33, 14, 25, 36],
  ],
  "both sides stretch": [
    { op: "Mul", inputs: [tensor([2, 1], [1, 2]), tensor([1, 3], [1, 2, 3])] },
    [2, 3],
    [1, 2, 3, 2, 4, 6],
  ],
  "floats are rounded to 32 bits": [
    { op: "Sub", inputs: [tensor([1], [16777216]), tensor([1], [-1])] },
    [1],
    [16777200],
  ],
  "integers divide toward zero": [{ op: "Div", inputs: [ints(7, -7), ints(2, 2)] }, [2], [3, -3]],
  "texts compare": [{ op: "Equal", inputs: [texts([2, 1], ["a", "b"]), texts([1], ["b"])] }, [2, 1], [0, 1]],
  "Where chooses": [
    { op: "Where", inputs: [tensor([2, 1], [1, 0], "bool"), six, tensor([1], [0])] },
    [2, 3],
    [1, 2, 3, 0, 0, 0],
  ],
  "Clip with a hole for its lower bound": [
    { op: "Clip", inputs: [six, undefined, tensor([], [4])] },
    [2, 3],
    [1, 2, 3, 4, 4, 4],
  ],
  "Clip of version 6": [
    { op: "Clip", opset: 9, inputs: [six], attributes: { min: { float: 2 }, max: { float: 5 } } },
    [2, 3],
    [2, 2, 3, 4, 5, 5],
  ],
  "Mod has the sign of the divisor": [{ op: "Mod", inputs: [ints(-5, 5), ints(3, -3)] }, [2], [1, -1]],
  "Round goes half to even": [{ op: "Round", inputs: [tensor([4], [0.5, 1.5, -0.5, 2.4])] }, [4], [0, 2, -0, 2]],
  "Gemm transposes, scales and adds": [
    {
      op: "Gemm",
      inputs: [six, tensor([1, 3], [1, 0, 2]), tensor([1], [100])],
      attributes: { transB: { int: 1 }, alpha: { float: 2 }, beta: { float: 0.5 } },
    },
    [2, 1],
    [64, 82],
  ],
  "MatMul takes a vector": [{ op: "MatMul", inputs: [six, tensor([3], [1, 1, 1])] }, [2], [6, 15]],
  "ReduceSum by attribute": [
    { op: "ReduceSum", opset: 11, inputs: [six], attributes: { axes: { ints: [0] }, keepdims: { int: 0 } } },
    [3],
    [5, 7, 9],
  ],
  "ReduceSum by input": [{ op: "ReduceSum", inputs: [six, ints(-1)] }, [2, 1], [6, 15]],
  "ReduceMax of everything": [{ op: "ReduceMax", inputs: [six] }, [1, 1], [6]],
  "ReduceLogSumExp stays finite": [
    { op: "ReduceLogSumExp", inputs: [tensor([2], [1000, 1000])], attributes: { keepdims: { int: 0 } } },
    [],
    [1000.69],
  ],
  "ArgMax takes the first of equals": [
    {
      op: "ArgMax",
      inputs: [tensor([2, 3], [1, 3, 3, 2, 1, 0])],
      attributes: { axis: { int: 1 }, keepdims: { int: 0 } },
    },
    [2],
    [1, 0],
  ],
  "Softmax along the last axis": [{ op: "Softmax", inputs: [tensor([1, 2], [0, Math.log(3)])] }, [1, 2], [0.25, 0.75]],
  "Softmax of version 11 over all later axes": [
    { op: "Softmax", opset: 11, inputs: [tensor([1, 2, 2], [0, 0, 0, 0])] },
    [1, 2, 2],
    [0.25, 0.25, 0.25, 0.25],
  ],
  "Softmax along another axis": [
    { op: "Softmax", inputs: [tensor([2, 1], [0, 0])], attributes: { axis: { int: 0 } } },
    [2, 1],
    [0.5, 0.5],
  ],
  "Reshape keeps and fills": [{ op: "Reshape", inputs: [six, ints(0, -1, 1)] }, [2, 3, 1], [1, 2, 3, 4, 5, 6]],
  "Flatten at an axis": [
    { op: "Flatten", inputs: [tensor([1, 2, 3], [1, 2, 3, 4, 5, 6])], attributes: { axis: { int: 2 } } },
    [2, 3],
    [1, 2, 3, 4, 5, 6],
  ],
  "Transpose reorders": [{ op: "Transpose", inputs: [six] }, [3, 2], [1, 4, 2, 5, 3, 6]],
  "Squeeze by input": [{ op: "Squeeze", inputs: [tensor([1, 2, 1], [1, 2]), ints(2)] }, [1, 2], [1, 2]],
  "Unsqueeze at the end": [{ op: "Unsqueeze", inputs: [six, ints(-1)] }, [2, 3, 1], [1, 2, 3, 4, 5, 6]],
  "Expand stretches": [{ op: "Expand", inputs: [tensor([1, 2], [1, 2]), ints(2, 1)] }, [2, 2], [1, 2, 1, 2]],
  "Shape tells": [{ op: "Shape", inputs: [six] }, [2], [2, 3]],
  "Concat of columns": [
    { op: "Concat", inputs: [six, tensor([2, 1], [7, 8])], attributes: { axis: { int: -1 } } },
    [2, 4],
    [1, 2, 3, 7, 4, 5, 6, 8],
  ],
  "Concat of texts": [
    { op: "Concat", inputs: [texts([2, 1], ["a", "b"]), texts([2, 1], ["c", "d"])], attributes: { axis: { int: 1 } } },
    [2, 2],
    ["a", "c", "b", "d"],
  ],
  "Split gives the part asked for": [
    { op: "Split", inputs: [six, ints(1, 2)], attributes: { axis: { int: 1 } }, outputs: [2, 1] },
    [2, 2],
    [2, 3, 5, 6],
  ],
  "Slice to the end": [{ op: "Slice", inputs: [six, ints(1), ints(2 ** 53), ints(1)] }, [2, 2], [2, 3, 5, 6]],
  "Slice backwards": [
    { op: "Slice", inputs: [tensor([3], [1, 2, 3]), ints(-1), ints(-(2 ** 53)), ints(0), ints(-1)] },
    [3],
    [3, 2, 1],
  ],
  "Gather by a scalar drops the axis": [{ op: "Gather", inputs: [six, tensor([], [1], "int64")] }, [3], [4, 5, 6]],
  "Gather with a negative index": [
    { op: "Gather", inputs: [six, ints(-1)], attributes: { axis: { int: 1 } } },
    [2, 1],
    [3, 6],
  ],
  "TopK, and where": [
    { op: "TopK", inputs: [tensor([1, 4], [2, 9, 4, 9]), ints(3)], outputs: [2, 1] },
    [1, 3],
    [1, 3, 2],
  ],
  "Cast cuts off fractions": [
    { op: "Cast", inputs: [tensor([2], [1.9, -1.9])], attributes: { to: { int: 7 } } },
    [2],
    [1, -1],
  ],
  "Cast reads numbers": [
    { op: "Cast", inputs: [texts([2], ["1.5", "-2"])], attributes: { to: { int: 1 } } },
    [2],
    [1.5, -2],
  ],
  "ConstantOfShape fills": [
    { op: "ConstantOfShape", inputs: [ints(2)], attributes: { value: { tensor: tensor([1], [7], "int64") } } },
    [2],
    [7, 7],
  ],
  "Constant by list": [{ op: "Constant", inputs: [], attributes: { value_ints: { ints: [3, -4] } } }, [2], [3, -4]],
  Scaler: [
    { op: "Scaler", domain: ml, inputs: [six], attributes: { offset: { floats: [1, 2, 3] }, scale: { floats: [2] } } },
    [2, 3],
    [0, 0, 0, 6, 6, 6],
  ],
  "Imputer fills what is missing": [
    {
      op: "Imputer",
      domain: ml,
      inputs: [tensor([1, 2], [Number.NaN, 4])],
      attributes: { imputed_value_floats: { floats: [7, 8] }, replaced_value_float: { float: Number.NaN } },
    },
    [1, 2],
    [7, 4],
  ],
  "Normalizer keeps a row of zeros": [
    { op: "Normalizer", domain: ml, inputs: [tensor([2, 2], [3, -4, 0, 0])], attributes: { norm: { text: "L2" } } },
    [2, 2],
    [0.6, -0.8, 0, 0],
  ],
  "OneHotEncoder leaves the unknown at zero": [
    {
      op: "OneHotEncoder",
      domain: ml,
      inputs: [texts([2, 1], ["b", "?"])],
      attributes: { cats_strings: { texts: ["a", "b"] } },
    },
    [2, 1, 2],
    [0, 1, 0, 0],
  ],
  "LabelEncoder finds a missing key": [
    {
      op: "LabelEncoder",
      domain: ml,
      inputs: [tensor([3], [1, Number.NaN, 2])],
      attributes: {
        keys_floats: { floats: [1, Number.NaN] },
        values_strings: { texts: ["one", "none"] },
        default_string: { text: "else" },
      },
    },
    [3],
    ["one", "none", "else"],
  ],
  "ArrayFeatureExtractor of a list": [
    { op: "ArrayFeatureExtractor", domain: ml, inputs: [texts([2], ["no", "yes"]), ints(1, 0, 1)] },
    [1, 3],
    ["yes", "no", "yes"],
  ],
  "FeatureVectorizer joins": [
    { op: "FeatureVectorizer", domain: ml, inputs: [six, tensor([2], [7, 8], "int64")] },
    [2, 4],
    [1, 2, 3, 7, 4, 5, 6, 8],
  ],
  Binarizer: [
    { op: "Binarizer", domain: ml, inputs: [six], attributes: { threshold: { float: 3 } } },
    [2, 3],
    [0, 0, 0, 1, 1, 1],
  ],
  "LinearRegressor of two targets": [
    {
      op: "LinearRegressor",
      domain: ml,
      inputs: [six],
      attributes: {
        coefficients: { floats: [1, 0, 0, 0, 1, 0] },
        intercepts: { floats: [10, 20] },
        targets: { int: 2 },
      },
    },
    [2, 2],
    [11, 22, 14, 25],
  ],
};

test.each(Object.entries(CASES))("%s", (_name, [one, dims, data]) => {
  expect(run(one)).toEqual({ dims, data: data.map((x) => (Object.is(x, -0) ? expect.closeTo(0) : x)) });
});

test("the operators are listed by name", () => {
  expect(onnxOperatorNames()).toContain("Gemm");
  expect(onnxOperatorNames()).toContain("ai.onnx.ml.TreeEnsembleClassifier");
});
