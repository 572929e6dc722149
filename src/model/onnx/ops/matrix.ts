import { onnxEvaluation } from "../errors.ts";
import { numberIn } from "../graph.ts";
import { asNumbers, matrixOf, type Numbers, numbersOf, reshaped, zeros } from "../tensor.ts";
import { jointDims, stretched } from "./broadcast.ts";
import type { Operators, Prepare } from "./kernel.ts";

/** A matrix in rows, possibly read transposed. */
interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly isTransposed: boolean;
}

/** Sums of products are kept in double precision, and rounded once. */
function product(a: Matrix, b: Matrix): Float64Array {
  if (a.columns !== b.rows)
    throw onnxEvaluation({ what: `a matrix of ${a.columns} columns meets one of ${b.rows} rows` });
  const out = zeros([a.rows, b.columns]);
  for (let row = 0; row < a.rows; row++)
    for (let k = 0; k < a.columns; k++) {
      const x = a.data[a.isTransposed ? k * a.rows + row : row * a.columns + k] as number;
      if (x !== 0) addScaled(out, x, { b, k, at: row * b.columns });
    }
  return out;
}

function addScaled(
  out: Float64Array,
  x: number,
  { b, k, at }: { readonly b: Matrix; readonly k: number; readonly at: number },
): void {
  const step = b.isTransposed ? b.rows : 1;
  const start = b.isTransposed ? k : k * b.columns;
  for (let j = 0; j < b.columns; j++) out[at + j] = (out[at + j] as number) + x * (b.data[start + j * step] as number);
}

function matrix(tensor: Numbers, isTransposed = false): Matrix {
  const { rows, columns } = matrixOf(tensor);
  const { data } = tensor;
  return isTransposed ? { data, rows: columns, columns: rows, isTransposed } : { data, rows, columns, isTransposed };
}

/** Any tensor times a matrix. */
const matMul: Prepare =
  () =>
  ([left, right]) => {
    const [a, b] = [asNumbers(left), asNumbers(right)];
    if (b.dims.length > 2) throw onnxEvaluation({ what: `the right side of MatMul has ${b.dims.length} dimensions` });
    const isVector = b.dims.length === 1;
    const data = product(matrix(a), matrix(isVector ? asNumbers(reshaped(b, [...b.dims, 1])) : b));
    const tail = isVector ? [] : [b.dims[1] as number];
    return [numbersOf(a.type, [...a.dims.slice(0, -1), ...tail], data)];
  };

/** alpha · A · B + beta · C. */
const gemm: Prepare = (site) => {
  const alpha = numberIn(site, "alpha", 1);
  const beta = numberIn(site, "beta", 1);
  const transposes = [numberIn(site, "transA", 0) === 1, numberIn(site, "transB", 0) === 1] as const;
  return ([left, right, added]) => {
    const a = matrix(asNumbers(left), transposes[0]);
    const b = matrix(asNumbers(right), transposes[1]);
    const dims = [a.rows, b.columns];
    const data = product(a, b).map((x) => alpha * x);
    if (added !== undefined) addBias(data, dims, { added: asNumbers(added), beta });
    return [numbersOf(asNumbers(left).type, dims, data)];
  };
};

function addBias(
  data: Float64Array,
  dims: readonly number[],
  { added, beta }: { readonly added: Numbers; readonly beta: number },
): void {
  if (jointDims([dims, added.dims]).length !== dims.length) throw onnxEvaluation({ what: "a bias does not fit" });
  stretched(added.dims, dims).forEach((at, i) => {
    data[i] = (data[i] as number) + beta * (added.data[at] as number);
  });
}

/** Products of matrices. */
export const matrices: Operators = { Gemm: gemm, MatMul: matMul };
