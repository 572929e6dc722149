import { onnxEvaluation, onnxMalformed } from "../errors.ts";
import { numberIn, numbersIn, type Site, textIn, textsIn } from "../graph.ts";
import { asNumbers, numbersOf, present, type Tensor, zeros } from "../tensor.ts";
import type { Operators, Prepare } from "./kernel.ts";
import { labelEncoder } from "./label-encoder.ts";
import { joined } from "./select.ts";

/** One value for all columns, or one for each. */
function ofColumn(values: Float64Array, columns: number, what: string): (at: number) => number {
  if (values.length === 1) return () => values[0] as number;
  if (values.length === columns) return (at) => values[at % columns] as number;
  throw onnxEvaluation({ what: `${what} has ${values.length} values for ${columns} columns` });
}

const scaler: Prepare = (site) => {
  const offset = numbersIn(site, "offset") ?? new Float64Array(1);
  const scale = numbersIn(site, "scale") ?? Float64Array.of(1);
  return ([x]) => {
    const { dims, data } = asNumbers(x);
    const columns = dims.at(-1) ?? 1;
    const [shift, factor] = [ofColumn(offset, columns, "Scaler"), ofColumn(scale, columns, "Scaler")];
    const out = data.map((value, i) => Math.fround(Math.fround(value) - shift(i)) * factor(i));
    return [numbersOf("float", dims, out)];
  };
};

const imputer: Prepare = (site) => {
  const floats = numbersIn(site, "imputed_value_floats");
  const fills = floats !== undefined && floats.length > 0 ? floats : numbersIn(site, "imputed_value_int64s");
  if (fills === undefined || fills.length === 0) throw onnxMalformed({ what: "Imputer has no values to fill in" });
  const absent = numberIn(site, floats === undefined ? "replaced_value_int64" : "replaced_value_float", 0);
  return ([x]) => {
    const { type, dims, data } = asNumbers(x);
    const fill = ofColumn(fills, dims.at(-1) ?? 1, "Imputer");
    return [
      { type, dims, data: data.map((value, i) => (Object.is(value, absent) || value === absent ? fill(i) : value)) },
    ];
  };
};

const binarizer: Prepare = (site) => {
  const threshold = numberIn(site, "threshold", 0);
  return ([x]) => {
    const { type, dims, data } = asNumbers(x);
    return [{ type, dims, data: data.map((value) => Number(value > threshold)) }];
  };
};

const NORMS: Readonly<Record<string, (row: Float64Array) => number>> = {
  MAX: (row) => row.reduce((most, x) => Math.max(most, x), -Infinity),
  L1: (row) => row.reduce((sum, x) => sum + Math.abs(x), 0),
  L2: (row) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0)),
};

/** Each row divided by its norm; a row whose norm is 0 stays as it is. */
const normalizer: Prepare = (site) => {
  const norm = NORMS[textIn(site, "norm", "MAX")];
  if (norm === undefined) throw onnxMalformed({ what: `Normalizer has the norm ${textIn(site, "norm", "MAX")}` });
  return ([x]) => {
    const { dims, data } = asNumbers(x);
    const out = Float64Array.from(data);
    const columns = dims.at(-1) ?? 1;
    for (let start = 0; start < out.length; start += columns) {
      const row = out.subarray(start, start + columns);
      const size = norm(row);
      if (size !== 0) for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) / size;
    }
    return [numbersOf("float", dims, out)];
  };
};

/** One column per category, in a last axis of its own. */
const oneHotEncoder: Prepare = (site) => {
  const texts = textsIn(site, "cats_strings");
  const index = categories(texts !== undefined && texts.length > 0 ? texts : (numbersIn(site, "cats_int64s") ?? []));
  const allowsUnknown = numberIn(site, "zeros", 1) === 1;
  return ([x]) => {
    const input = present(x);
    const dims = [...input.dims, index.size];
    const out = zeros(dims);
    input.data.forEach((value: string | number, row: number) => {
      const at = index.get(typeof value === "number" ? Math.trunc(value) : value);
      if (at !== undefined) out[row * index.size + at] = 1;
      else if (!allowsUnknown) throw onnxEvaluation({ what: `OneHotEncoder does not know ${JSON.stringify(value)}` });
    });
    return [numbersOf("float", dims, out)];
  };
};

function categories(values: ArrayLike<string | number>): ReadonlyMap<string | number, number> {
  return new Map(Array.from(values, (value, i) => [value, i]));
}

/** Inputs side by side, as floats. */
const featureVectorizer: Prepare = () => (inputs) => {
  const columns = inputs.map((input) => {
    const { dims, data } = asNumbers(input);
    const rows = dims[0] ?? 1;
    return { type: "float", dims: [rows, rows === 0 ? 0 : data.length / rows], data } satisfies Tensor;
  });
  const { dims, data } = asNumbers(joined(columns, 1));
  return [numbersOf("float", dims, data)];
};

/** A list of maps from class to probability says no more than the matrix, which passes through. */
const zipMap: Prepare =
  (_site: Site) =>
  ([x]) => [present(x)];

/** What prepares features, and what names outputs. */
export const preparations: Operators = {
  Binarizer: binarizer,
  FeatureVectorizer: featureVectorizer,
  Imputer: imputer,
  LabelEncoder: labelEncoder,
  Normalizer: normalizer,
  OneHotEncoder: oneHotEncoder,
  Scaler: scaler,
  ZipMap: zipMap,
};
