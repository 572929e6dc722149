import { onnxEvaluation, onnxMalformed } from "../errors.ts";
import { numberIn, numbersIn, numberTensorIn, type Site, tensorIn, textsIn } from "../graph.ts";
import { asNumbers, axisOf, type Numbers, type NumberType, numbersOf, present, type Tensor, zeros } from "../tensor.ts";
import type { Operators, Prepare } from "./kernel.ts";
import { places } from "./select.ts";
import { transposed } from "./shape.ts";

const CASTS: Readonly<Record<number, NumberType | "string">> = {
  1: "float",
  2: "uint8",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  11: "double",
};

const cast: Prepare = (site) => {
  const to = CASTS[numberIn(site, "to", 0)];
  if (to === undefined) throw onnxMalformed({ what: `Cast goes to type ${numberIn(site, "to", 0)}` });
  return ([input]) => [castTo(present(input), to)];
};

function castTo(tensor: Tensor, to: NumberType | "string"): Tensor {
  if (tensor.type === to) return tensor;
  if (to === "string") return { type: to, dims: tensor.dims, data: Array.from(asIntegers(tensor), String) };
  const data = Float64Array.from(tensor.type === "string" ? tensor.data.map(parseNumber) : tensor.data);
  if (to === "bool") return { type: to, dims: tensor.dims, data: data.map((x) => Number(x !== 0)) };
  if (to === "float" || to === "double") return numbersOf(to, tensor.dims, data);
  return { type: to, dims: tensor.dims, data: data.map(Math.trunc) };
}

/** Fractions print differently in every runtime, so only whole numbers become text. */
function asIntegers(tensor: Tensor): Float64Array {
  if (tensor.type !== "string" && tensor.data.every(Number.isInteger)) return tensor.data;
  throw onnxEvaluation({ what: "Cast makes text of numbers that are not whole" });
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && !Number.isNaN(value)) return value;
  if (/^\s*nan\s*$/i.test(text)) return Number.NaN;
  throw onnxEvaluation({ what: `Cast makes a number of ${JSON.stringify(text)}` });
}

const constant: Prepare = (site) => {
  const made = constantOf(site);
  return () => [made];
};

function constantOf(site: Site): Tensor {
  const tensor = tensorIn(site, "value");
  if (tensor !== undefined) return tensor;
  const texts = textsIn(site, "value_strings") ?? textsIn(site, "value_string");
  if (texts !== undefined)
    return { type: "string", dims: site.attributes.has("value_string") ? [] : [texts.length], data: texts };
  for (const [name, type, isScalar] of CONSTANTS) {
    const data = numbersIn(site, name);
    if (data !== undefined) return { type, dims: isScalar ? [] : [data.length], data };
  }
  throw onnxMalformed({ what: "a Constant has no value that is known here" });
}

const CONSTANTS = [
  ["value_float", "float", true],
  ["value_floats", "float", false],
  ["value_int", "int64", true],
  ["value_ints", "int64", false],
] as const;

const constantOfShape: Prepare = (site) => {
  const value: Numbers = numberTensorIn(site, "value") ?? { type: "float", dims: [1], data: new Float64Array(1) };
  return ([shape]) => {
    const dims = Array.from(asNumbers(shape).data);
    return [{ type: value.type, dims, data: zeros(dims).fill(value.data[0] ?? 0) }];
  };
};

/** The k best along an axis and where they were; of equals the first comes first. */
const topK: Prepare = (site) => {
  const sign = numberIn(site, "largest", 1) === 1 ? -1 : 1;
  return ([input, count]) => {
    const tensor = asNumbers(input);
    const axis = axisOf(numberIn(site, "axis", -1), tensor.dims.length);
    const k = count === undefined ? numberIn(site, "k", 1) : (asNumbers(count).data[0] ?? 1);
    const order = tensor.dims.map((_, i) => i).filter((i) => i !== axis);
    const moved = transposed(tensor, [...order, axis]) as Numbers;
    const best = bestOf(moved, k, sign);
    const back = tensor.dims.map((_, i) => (i === axis ? order.length : order.indexOf(i)));
    return best.map((each) => transposed(each, back));
  };
};

function bestOf({ type, dims, data }: Numbers, k: number, sign: number): readonly [Numbers, Numbers] {
  const length = dims.at(-1) ?? 1;
  if (!(k >= 0 && k <= length)) throw onnxEvaluation({ what: `TopK takes ${k} of ${length}` });
  const out = [...dims.slice(0, -1), k];
  const [values, indices] = [zeros(out), zeros(out)];
  for (let start = 0, next = 0; start < data.length; start += length) {
    const run = data.subarray(start, start + length);
    const sorted = Array.from(run.keys()).sort((a, b) => sign * ((run[a] as number) - (run[b] as number)) || a - b);
    for (const at of sorted.slice(0, k)) {
      values[next] = run[at] as number;
      indices[next++] = at;
    }
  }
  return [
    { type, dims: out, data: values },
    { type: "int64", dims: out, data: indices },
  ];
}

/** Each element of `indices` says where along the axis to read. */
const gatherElements: Prepare =
  (site) =>
  ([input, indices]) => {
    const [tensor, at] = [asNumbers(input), asNumbers(indices)];
    const last = tensor.dims.length - 1;
    const isSimple = axisOf(numberIn(site, "axis", 0), tensor.dims.length) === last && last === 1;
    if (!isSimple) throw onnxEvaluation({ what: "GatherElements is not along the last axis of a matrix" });
    const columns = at.dims[1] as number;
    const rows = Array.from({ length: at.dims[0] as number }, (_, row) =>
      places({ ...tensor, dims: [1, tensor.dims[1] as number], data: rowOf(tensor, row) }, 1, rowOf(at, row)),
    );
    const data = zeros([rows.length, columns]);
    rows.forEach((row, i) => {
      data.set(asNumbers(row).data, i * columns);
    });
    return [{ type: tensor.type, dims: at.dims, data }];
  };

function rowOf({ data, dims }: Numbers, row: number): Float64Array {
  const width = dims[1] as number;
  return data.subarray(row * width, (row + 1) * width);
}

/** Operators that make tensors, change their type, or sort. */
export const makers: Operators = {
  Cast: cast,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  GatherElements: gatherElements,
  TopK: topK,
};
