import { onnxEvaluation } from "../errors.ts";
import { numberIn, numbersIn } from "../graph.ts";
import { asNumbers, axisOf, pick, present, sizeOf, type Tensor } from "../tensor.ts";
import type { Operators, Prepare } from "./kernel.ts";

/** A tensor seen as blocks × places along one axis × elements within a place. */
function around(
  tensor: Tensor,
  axis: number,
): { readonly outer: number; readonly size: number; readonly inner: number } {
  const { dims } = tensor;
  return { outer: sizeOf(dims.slice(0, axis)), size: dims[axis] ?? 1, inner: sizeOf(dims.slice(axis + 1)) };
}

/** The tensor at some places along one axis, in that order. */
export function places(tensor: Tensor, axis: number, at: ArrayLike<number>): Tensor {
  const { outer, size, inner } = around(tensor, axis);
  const dims = tensor.dims.map((each, i) => (i === axis ? at.length : each));
  const offsets = new Int32Array(sizeOf(dims));
  let next = 0;
  for (let block = 0; block < outer; block++)
    for (let i = 0; i < at.length; i++) {
      const start = (block * size + placeOf(at[i] as number, size)) * inner;
      for (let k = 0; k < inner; k++) offsets[next++] = start + k;
    }
  return pick(tensor, dims, offsets);
}

function placeOf(index: number, size: number): number {
  const place = index < 0 ? index + size : index;
  if (Number.isInteger(place) && place >= 0 && place < size) return place;
  throw onnxEvaluation({ what: `place ${index} is outside an axis of ${size}` });
}

/** Tensors one after the other along one axis. */
export function joined(tensors: readonly Tensor[], axisSaid: number): Tensor {
  const first = present(tensors[0]);
  const axis = axisOf(axisSaid, first.dims.length);
  const fits = tensors.every(
    ({ dims, type }) =>
      dims.length === first.dims.length &&
      (type === "string") === (first.type === "string") &&
      dims.every((size, i) => i === axis || size === first.dims[i]),
  );
  if (!fits)
    throw onnxEvaluation({
      what: `shapes ${tensors.map(({ dims }) => `[${dims.join(", ")}]`).join(" and ")} do not join`,
    });
  const dims = first.dims.map((size, i) => (i === axis ? tensors.reduce((sum, t) => sum + (t.dims[i] ?? 0), 0) : size));
  const outer = sizeOf(dims.slice(0, axis));
  sizeOf(dims);
  if (first.type === "string") return { type: "string", dims, data: interleaveTexts(tensors, outer) };
  return { type: first.type, dims, data: interleaveNumbers(tensors, { outer, size: sizeOf(dims) }) };
}

function interleaveTexts(tensors: readonly Tensor[], outer: number): readonly string[] {
  const block =
    (at: number) =>
    (tensor: Tensor): readonly string[] =>
      tensor.type === "string"
        ? tensor.data.slice((at * tensor.data.length) / outer, ((at + 1) * tensor.data.length) / outer)
        : [];
  return Array.from({ length: outer }, (_, at) => tensors.flatMap(block(at))).flat();
}

function interleaveNumbers(
  tensors: readonly Tensor[],
  { outer, size }: { readonly outer: number; readonly size: number },
): Float64Array {
  const out = new Float64Array(size);
  let next = 0;
  for (let block = 0; block < outer; block++)
    for (const tensor of tensors) {
      const { data } = asNumbers(tensor);
      const length = data.length / outer;
      out.set(data.subarray(block * length, (block + 1) * length), next);
      next += length;
    }
  return out;
}

const gather: Prepare = (site) => {
  const said = numberIn(site, "axis", 0);
  return ([input, indices]) => {
    const tensor = present(input);
    const at = asNumbers(indices);
    const axis = axisOf(said, tensor.dims.length);
    const chosen = places(tensor, axis, at.data);
    return [{ ...chosen, dims: [...tensor.dims.slice(0, axis), ...at.dims, ...tensor.dims.slice(axis + 1)] }];
  };
};

/** The last axis at some places; a vector counts as one row. */
const arrayFeatureExtractor: Prepare =
  () =>
  ([input, indices]) => {
    const tensor = present(input);
    const rows = tensor.dims.length < 2 ? { ...tensor, dims: [1, ...tensor.dims] } : tensor;
    return [places(rows, rows.dims.length - 1, asNumbers(indices).data)];
  };

const concat: Prepare = (site) => (inputs) => [joined(inputs.map(present), numberIn(site, "axis", 1))];

const split: Prepare =
  (site) =>
  ([input, sizesInput]) => {
    const tensor = present(input);
    const axis = axisOf(numberIn(site, "axis", 0), tensor.dims.length);
    const size = tensor.dims[axis] as number;
    const said = sizesInput === undefined ? numbersIn(site, "split") : asNumbers(sizesInput).data;
    const count = numberIn(site, "num_outputs", site.outputs.length);
    const even = Math.ceil(size / count);
    const sizes = said ?? Array.from({ length: count }, (_, i) => Math.max(0, Math.min(even, size - i * even)));
    let start = 0;
    return Array.from(sizes, (length) => {
      if (!(length >= 0 && start + length <= size)) throw onnxEvaluation({ what: "Split asks for more than there is" });
      const at = Array.from({ length }, (_, i) => start + i);
      start += length;
      return places(tensor, axis, at);
    });
  };

/** Starts, ends, axes and steps are attributes up to version 9, inputs from 10. */
const slice: Prepare = (site) => {
  const said = ["starts", "ends", "axes", "steps"].map((name) => numbersIn(site, name));
  return ([input, ...inputs]) => {
    const given = said.map((attribute, i) => (inputs[i] === undefined ? attribute : asNumbers(inputs[i]).data));
    const [starts, ends, axes, steps] = given;
    let tensor = present(input);
    starts?.forEach((start, i) => {
      const axis = axisOf(axes?.[i] ?? i, tensor.dims.length);
      const range = { start, end: ends?.[i] ?? 0, step: steps?.[i] ?? 1 };
      tensor = places(tensor, axis, between(range, tensor.dims[axis] as number));
    });
    return [tensor];
  };
};

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

function between({ start, end, step }: Range, size: number): readonly number[] {
  if (!Number.isInteger(step) || step === 0) throw onnxEvaluation({ what: `Slice has a step of ${step}` });
  const low = step > 0 ? 0 : -1;
  const bound = (x: number): number => Math.min(Math.max(x < 0 ? x + size : x, low), step > 0 ? size : size - 1);
  const at: number[] = [];
  const last = step < 0 && end < -size ? -1 : bound(end);
  for (let i = bound(start); step > 0 ? i < last : i > last; i += step) at.push(i);
  return at;
}

/** Operators that choose and join elements. */
export const selections: Operators = {
  Concat: concat,
  Gather: gather,
  Slice: slice,
  Split: split,
};

/** The one of them that belongs to `ai.onnx.ml`. */
export const extractions: Operators = { ArrayFeatureExtractor: arrayFeatureExtractor };
