import { onnxEvaluation } from "../errors.ts";
import { numberIn, numbersIn, type Site } from "../graph.ts";
import { asNumbers, axisOf, pick, present, reshaped, sizeOf, type Tensor } from "../tensor.ts";
import { jointDims, stretched } from "./broadcast.ts";
import type { Operators, Prepare } from "./kernel.ts";

/** The elements in another order of axes. */
export function transposed(tensor: Tensor, order: readonly number[]): Tensor {
  if (order.every((axis, i) => axis === i)) return tensor;
  const dims = order.map((axis) => tensor.dims[axis] as number);
  const offsets = new Int32Array(tensor.data.length);
  let block = 1;
  for (let i = order.length - 1; i >= 0; i--) {
    const stride = sizeOf(tensor.dims.slice((order[i] as number) + 1));
    const size = dims[i] as number;
    for (let at = 0; at < offsets.length; at++)
      offsets[at] = (offsets[at] as number) + (Math.floor(at / block) % size) * stride;
    block *= size;
  }
  return pick(tensor, dims, offsets);
}

const transpose: Prepare = (site) => {
  const said = numbersIn(site, "perm");
  return ([input]) => {
    const tensor = present(input);
    const order = said === undefined ? tensor.dims.map((_, i) => i).reverse() : Array.from(said);
    const isOrder = order.length === tensor.dims.length && new Set(order).size === order.length;
    if (!isOrder) throw onnxEvaluation({ what: `Transpose has an order of [${order.join(", ")}]` });
    return [
      transposed(
        tensor,
        order.map((axis) => axisOf(axis, order.length)),
      ),
    ];
  };
};

/** 0 keeps a dimension, -1 takes what is left. */
const reshape: Prepare =
  (site) =>
  ([input, shape]) => {
    const tensor = present(input);
    const wanted = shape === undefined ? (numbersIn(site, "shape") ?? new Float64Array()) : asNumbers(shape).data;
    const keeps = numberIn(site, "allowzero", 0) === 0;
    const dims = Array.from(wanted, (size, axis) => (size === 0 && keeps ? (tensor.dims[axis] ?? 0) : size));
    const rest = sizeOf(dims.filter((size) => size !== -1));
    return [
      reshaped(
        tensor,
        dims.map((size) => (size === -1 && rest > 0 ? tensor.data.length / rest : size)),
      ),
    ];
  };

const flatten: Prepare =
  (site) =>
  ([input]) => {
    const tensor = present(input);
    const axis = numberIn(site, "axis", 1);
    const at = axis < 0 ? axis + tensor.dims.length : axis;
    return [reshaped(tensor, [sizeOf(tensor.dims.slice(0, at)), sizeOf(tensor.dims.slice(at))])];
  };

/** Axes are an attribute up to version 12, an input from 13. */
function axesOf(site: Site, input: Tensor | undefined): readonly number[] | undefined {
  const axes = input === undefined ? numbersIn(site, "axes") : asNumbers(input).data;
  return axes === undefined ? undefined : Array.from(axes);
}

const squeeze: Prepare =
  (site) =>
  ([input, axes]) => {
    const tensor = present(input);
    const rank = tensor.dims.length;
    const gone = axesOf(site, axes)?.map((axis) => axisOf(axis, rank));
    return [
      reshaped(
        tensor,
        tensor.dims.filter((size, axis) => !(gone?.includes(axis) ?? size === 1)),
      ),
    ];
  };

const unsqueeze: Prepare =
  (site) =>
  ([input, axes]) => {
    const tensor = present(input);
    const added = axesOf(site, axes) ?? [];
    const rank = tensor.dims.length + added.length;
    const ones = new Set(added.map((axis) => axisOf(axis, rank)));
    const left = [...tensor.dims];
    return [
      reshaped(
        tensor,
        Array.from({ length: rank }, (_, axis) => (ones.has(axis) ? 1 : (left.shift() ?? 1))),
      ),
    ];
  };

const shape: Prepare =
  (site) =>
  ([input]) => {
    const dims = present(input).dims.slice(numberIn(site, "start", 0), numbersIn(site, "end")?.[0]);
    return [{ type: "int64", dims: [dims.length], data: Float64Array.from(dims) }];
  };

const size: Prepare =
  () =>
  ([input]) => [{ type: "int64", dims: [], data: Float64Array.of(present(input).data.length) }];

const expand: Prepare =
  () =>
  ([input, shapeInput]) => {
    const tensor = present(input);
    const dims = jointDims([tensor.dims, Array.from(asNumbers(shapeInput).data)]);
    return [pick(tensor, dims, stretched(tensor.dims, dims))];
  };

/** Operators that give the same elements in another shape, and those that tell of shapes. */
export const shapes: Operators = {
  Expand: expand,
  Flatten: flatten,
  Reshape: reshape,
  Shape: shape,
  Size: size,
  Squeeze: squeeze,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
