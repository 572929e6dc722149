import { sigmoid } from "../../link.ts";
import { onnxEvaluation, onnxMalformed } from "../errors.ts";
import { numberIn, numbersIn, type Site, textIn, textsIn } from "../graph.ts";
import { asNumbers, matrixOf, type Numbers, numbersOf, zeros } from "../tensor.ts";
import type { Operators, Prepare } from "./kernel.ts";
import { labelsOf, labelTensor } from "./labels.ts";
import { transformOf } from "./transform.ts";

/** Rows × outputs: intercepts and weights, the weights row by row of outputs. */
function affine(input: Numbers, weights: Float64Array, intercepts: Float64Array | undefined): Float64Array {
  const { rows, columns } = matrixOf(input.dims.length < 2 ? { dims: [1, ...input.dims] } : input);
  const outputs = weights.length / columns;
  if (!Number.isInteger(outputs) || outputs === 0)
    throw onnxEvaluation({ what: `${weights.length} weights meet rows of ${columns}` });
  const out = zeros([rows, outputs]);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < outputs; k++) {
      let sum = intercepts?.[k] ?? 0;
      for (let j = 0; j < columns; j++)
        sum += (input.data[row * columns + j] as number) * (weights[k * columns + j] as number);
      out[row * outputs + k] = sum;
    }
  return out;
}

function weightsOf(site: Site): Float64Array {
  const weights = numbersIn(site, "coefficients");
  if (weights !== undefined && weights.length > 0) return weights;
  throw onnxMalformed({ what: `${site.op} has no coefficients` });
}

const linearRegressor: Prepare = (site) => {
  const weights = weightsOf(site);
  const intercepts = numbersIn(site, "intercepts");
  const targets = numberIn(site, "targets", 1);
  const transform = transformOf(textIn(site, "post_transform", "NONE"));
  return ([x]) => {
    const out = affine(asNumbers(x), weights, intercepts);
    if (out.length % targets !== 0) throw onnxEvaluation({ what: "LinearRegressor has weights for other targets" });
    for (let start = 0; start < out.length; start += targets) transform(out.subarray(start, start + targets));
    return [numbersOf("float", [out.length / targets, targets], out)];
  };
};

const linearClassifier: Prepare = (site) => {
  const weights = weightsOf(site);
  const intercepts = numbersIn(site, "intercepts");
  const labels = labelsOf(site);
  const name = textIn(site, "post_transform", "NONE");
  const isText = textsIn(site, "classlabels_strings") !== undefined;
  const transform = transformOf(name);
  return ([x]) => {
    const input = asNumbers(x);
    const { rows } = matrixOf(input.dims.length < 2 ? { dims: [1, ...input.dims] } : input);
    const raw = affine(input, weights, intercepts);
    const width = raw.length / rows;
    const winners = winnersOf(raw, width);
    const isSingle = width === 1 && labels.length === 2;
    const scores = isSingle ? paired(raw, name) : raw;
    const outputs = isSingle ? 2 : width;
    if (!isSingle)
      for (let start = 0; start < scores.length; start += outputs) transform(scores.subarray(start, start + outputs));
    return [labelTensor(labels, winners, isText), numbersOf("float", [rows, outputs], scores)];
  };
};

/** One score for two classes is the second's; the first has what is left. Of the transforms, only the logistic counts. */
function paired(raw: Float64Array, name: string): Float64Array {
  const second = name === "LOGISTIC" ? raw.map(sigmoid) : raw;
  return Float64Array.from({ length: raw.length * 2 }, (_, i) => {
    const score = second[i >> 1] as number;
    return i % 2 === 1 ? score : 1 - score;
  });
}

function winnersOf(scores: Float64Array, width: number): Int32Array {
  return Int32Array.from({ length: scores.length / width }, (_, row) => {
    if (width === 1) return (scores[row] as number) > 0 ? 1 : 0;
    const own = scores.subarray(row * width, (row + 1) * width);
    return own.reduce((at, score, k) => (score > (own[at] as number) ? k : at), 0);
  });
}

/** Linear models. */
export const linearModels: Operators = { LinearClassifier: linearClassifier, LinearRegressor: linearRegressor };
