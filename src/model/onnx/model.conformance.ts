import { tensor } from "./one-operator.conformance.ts";
import type { WrittenModel } from "./proto/write.ts";
import type { Tensor } from "./tensor.ts";

// For tests: small models as data.

/** Whole numbers in a list. */
export function ints(...data: readonly number[]): Tensor {
  return tensor([data.length], data, "int64");
}

/** y = x. */
export const regression: WrittenModel = {
  nodes: [{ op: "Identity", inputs: ["x"], outputs: ["y"] }],
  constants: new Map(),
  inputs: [{ name: "x", type: "float", dims: [-1, 1] }],
  outputs: [{ name: "y", type: "float", dims: [-1, 1] }],
  opsets: { "": 17 },
};

/** An age that is filled in and scaled, a city one-hot, and a linear classifier over both. */
export const logisticWithTexts: WrittenModel = {
  nodes: [
    {
      op: "Imputer",
      domain: "ai.onnx.ml",
      inputs: ["age"],
      outputs: ["filled"],
      attributes: { imputed_value_floats: { floats: [1.5] }, replaced_value_float: { float: Number.NaN } },
    },
    { op: "Mul", inputs: ["filled", "scale"], outputs: ["scaled"] },
    {
      op: "OneHotEncoder",
      domain: "ai.onnx.ml",
      inputs: ["city"],
      outputs: ["hot"],
      attributes: { cats_strings: { texts: ["Oslo", "Rīga"] }, zeros: { int: 1 } },
    },
    { op: "Reshape", inputs: ["hot", "shape"], outputs: ["flat"] },
    { op: "Concat", inputs: ["scaled", "flat"], outputs: ["all"], attributes: { axis: { int: 1 } } },
    {
      op: "LinearClassifier",
      domain: "ai.onnx.ml",
      inputs: ["all"],
      outputs: ["label", "scores"],
      attributes: {
        coefficients: { floats: [-1, -0.5, 0.5, 1, 0.5, -0.5] },
        intercepts: { floats: [0.25, -0.25] },
        classlabels_strings: { texts: ["no", "yes"] },
        post_transform: { text: "LOGISTIC" },
      },
    },
    {
      op: "Normalizer",
      domain: "ai.onnx.ml",
      inputs: ["scores"],
      outputs: ["probabilities"],
      attributes: { norm: { text: "L1" } },
    },
  ],
  constants: new Map([
    ["scale", tensor([1, 1], [2])],
    ["shape", ints(-1, 2)],
  ]),
  inputs: [
    { name: "age", type: "float", dims: [-1, 1] },
    { name: "city", type: "string", dims: [-1, 1] },
  ],
  outputs: [
    { name: "label", type: "string", dims: [-1] },
    { name: "probabilities", type: "float", dims: [-1, 2] },
  ],
  opsets: { "": 17, "ai.onnx.ml": 3 },
};
