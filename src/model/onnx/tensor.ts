import { onnxEvaluation } from "./errors.ts";

/** The element types of numbers. Each keeps to its own range and precision, whatever holds it. */
export type NumberType = "float" | "double" | "int32" | "int64" | "uint8" | "bool";

/**
 * A tensor of numbers, row-major. All types are held as doubles: a float is rounded to 32 bits when an operator has written
 * it, an int64 is exact to 2^53.
 */
export interface Numbers {
  readonly type: NumberType;
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

/** A tensor of texts, row-major. */
export interface Texts {
  readonly type: "string";
  readonly dims: readonly number[];
  readonly data: readonly string[];
}

export type Tensor = Numbers | Texts;

/** More elements than this in one tensor are refused before they are allocated: 2^24, 128 MB. */
const MAX_ELEMENTS = 2 ** 24;

/** How many elements a shape has. Throws `onnx.evaluation-failed` for a shape that is too large or not a shape. */
export function sizeOf(dims: readonly number[]): number {
  let size = 1;
  for (const dim of dims) {
    if (!Number.isInteger(dim) || dim < 0) throw onnxEvaluation({ what: `a shape is [${dims.join(", ")}]` });
    size *= dim;
  }
  if (size <= MAX_ELEMENTS) return size;
  throw onnxEvaluation({ what: `a shape of [${dims.join(", ")}] is more than ${MAX_ELEMENTS} elements` });
}

/** Numbers as a tensor; `data` is kept and, in place, brought to what the type can hold. */
export function numbersOf(type: NumberType, dims: readonly number[], data: Float64Array): Numbers {
  if (type === "float") for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i] as number);
  return { type, dims, data };
}

/** Zeros. */
export function zeros(dims: readonly number[]): Float64Array {
  return new Float64Array(sizeOf(dims));
}

/** The input as numbers. Throws `onnx.evaluation-failed` when it is absent or text. */
export function asNumbers(tensor: Tensor | undefined): Numbers {
  if (tensor !== undefined && tensor.type !== "string") return tensor;
  throw onnxEvaluation({ what: tensor === undefined ? "an input is absent" : "an input is text instead of numbers" });
}

/** The input, which must be there. */
export function present(tensor: Tensor | undefined): Tensor {
  if (tensor !== undefined) return tensor;
  throw onnxEvaluation({ what: "an input is absent" });
}

/** The elements at `offsets` in a new shape; numbers and texts alike. */
export function pick(tensor: Tensor, dims: readonly number[], offsets: Int32Array): Tensor {
  if (tensor.type === "string") {
    const { data } = tensor;
    return { type: "string", dims, data: Array.from(offsets, (at) => data[at] ?? "") };
  }
  const data = new Float64Array(offsets.length);
  for (let i = 0; i < data.length; i++) data[i] = tensor.data[offsets[i] as number] as number;
  return { type: tensor.type, dims, data };
}

/** The same elements in another shape of the same size. */
export function reshaped(tensor: Tensor, dims: readonly number[]): Tensor {
  if (sizeOf(dims) === tensor.data.length) return { ...tensor, dims };
  throw onnxEvaluation({ what: `[${tensor.dims.join(", ")}] does not fit the shape [${dims.join(", ")}]` });
}

/** An axis counted from the front; a negative one counts from the end. */
export function axisOf(axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(counted) && counted >= 0 && counted < Math.max(rank, 1)) return counted;
  throw onnxEvaluation({ what: `axis ${axis} is outside a tensor of rank ${rank}` });
}

/** Rows × columns of a tensor: the last axis is the columns, a vector is one row. */
export function matrixOf({ dims }: { readonly dims: readonly number[] }): {
  readonly rows: number;
  readonly columns: number;
} {
  const columns = dims.at(-1) ?? 1;
  return { rows: sizeOf(dims.slice(0, -1)), columns };
}
