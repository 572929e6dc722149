import { onnxEvaluation } from "../errors.ts";
import { numberIn, numbersIn, type Site } from "../graph.ts";
import {
  asNumbers,
  type Numbers,
  type NumberType,
  numbersOf,
  pick,
  present,
  sizeOf,
  type Tensor,
  zeros,
} from "../tensor.ts";
import type { Kernel, Operators, Prepare } from "./kernel.ts";

/** The shape that several shapes stretch to. Throws `onnx.evaluation-failed` when they do not. */
export function jointDims(shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((dims) => dims[axis - rank + dims.length] ?? 1);
    const size = sizes.find((each) => each !== 1) ?? 1;
    if (sizes.every((each) => each === 1 || each === size)) return size;
    throw onnxEvaluation({
      what: `the shapes ${shapes.map((dims) => `[${dims.join(", ")}]`).join(" and ")} do not fit`,
    });
  });
}

/** For each element of the shape `out`, which element of a tensor of shape `dims` stands there. */
export function stretched(dims: readonly number[], out: readonly number[]): Int32Array {
  const offsets = new Int32Array(sizeOf(out));
  let stride = 1;
  let block = 1;
  for (let axis = out.length - 1; axis >= 0; axis--) {
    const size = out[axis] as number;
    const own = dims[axis - out.length + dims.length] ?? 1;
    if (own > 1) addAxis(offsets, { block, size, stride });
    stride *= own;
    block *= size;
  }
  return offsets;
}

interface Axis {
  readonly block: number;
  readonly size: number;
  readonly stride: number;
}

function addAxis(offsets: Int32Array, { block, size, stride }: Axis): void {
  for (let i = 0; i < offsets.length; i++)
    offsets[i] = (offsets[i] as number) + (Math.floor(i / block) % size) * stride;
}

/** The values of a tensor in a shape that it stretches to. */
function valuesIn(tensor: Numbers, dims: readonly number[]): Float64Array {
  if (sizeOf(dims) === tensor.data.length) return tensor.data;
  return asNumbers(pick(tensor, dims, stretched(tensor.dims, dims))).data;
}

type Combine = (a: number, b: number) => number;

/** Pair by pair over all inputs, from the left. */
function fold(combine: Combine, result?: NumberType): () => Kernel {
  return () => (inputs) => {
    const tensors = inputs.map(asNumbers);
    const dims = jointDims(tensors.map((tensor) => tensor.dims));
    const type = result ?? (tensors[0] as Numbers).type;
    const [first, ...others] = tensors.map((tensor) => valuesIn(tensor, dims)) as [Float64Array, ...Float64Array[]];
    const data = Float64Array.from(first);
    for (const other of others) {
      for (let i = 0; i < data.length; i++) data[i] = combine(data[i] as number, other[i] as number);
      numbersOf(type, dims, data);
    }
    return [numbersOf(type, dims, data)];
  };
}

const compare = (test: (a: number, b: number) => boolean): (() => Kernel) => fold((a, b) => Number(test(a, b)), "bool");

/** Integers are divided toward zero. */
const divide: Prepare = () => (inputs) => {
  const isFloat = /float|double/.test(asNumbers(inputs[0]).type);
  return fold(isFloat ? (a, b) => a / b : (a, b) => Math.trunc(a / b))()(inputs);
};

/** Numbers or texts; both of a kind. */
const equal: Prepare = () => (inputs) => {
  const [a, b] = [present(inputs[0]), present(inputs[1])];
  if (a.type !== "string" || b.type !== "string") return compare((x, y) => x === y)()(inputs as Tensor[]);
  const dims = jointDims([a.dims, b.dims]);
  const [left, right] = [stretched(a.dims, dims), stretched(b.dims, dims)];
  const data = Float64Array.from(left, (at, i) => Number(a.data[at] === b.data[right[i] as number]));
  return [{ type: "bool", dims, data }];
};

const where: Prepare =
  () =>
  ([condition, yes, no]) => {
    const [test, a, b] = [asNumbers(condition), present(yes), present(no)];
    const dims = jointDims([test.dims, a.dims, b.dims]);
    const chosen = valuesIn(test, dims);
    const [left, right] = [pick(a, dims, stretched(a.dims, dims)), pick(b, dims, stretched(b.dims, dims))];
    if (left.type === "string" || right.type === "string")
      return [{ type: "string", dims, data: Array.from(chosen, (c, i) => String((c === 0 ? right : left).data[i])) }];
    const data = zeros(dims);
    for (let i = 0; i < data.length; i++) data[i] = (chosen[i] === 0 ? right.data[i] : left.data[i]) as number;
    return [{ type: left.type, dims, data }];
  };

/** Bounds are attributes up to version 6 and inputs from 11. */
const clip: Prepare = (site) => {
  const bounds = [numbersIn(site, "min"), numbersIn(site, "max")];
  return ([input, min, max]) => {
    const { type, dims, data } = asNumbers(input);
    const low = boundOf(min, bounds[0], -Infinity);
    const high = boundOf(max, bounds[1], Infinity);
    return [
      numbersOf(
        type,
        dims,
        data.map((x) => Math.min(Math.max(x, low), high)),
      ),
    ];
  };
};

function boundOf(input: Tensor | undefined, attribute: Float64Array | undefined, none: number): number {
  return (input === undefined ? attribute : asNumbers(input).data)?.[0] ?? none;
}

/** With `fmod` the sign is the dividend's, otherwise the divisor's. */
const modulo: Prepare = (site: Site) =>
  numberIn(site, "fmod", 0) === 1 ? fold((a, b) => a % b)() : fold((a, b) => a - b * Math.floor(a / b))();

const mean: Prepare = () => (inputs) => {
  const [sum] = fold((a, b) => a + b)()(inputs);
  const { type, dims, data } = asNumbers(sum);
  return [
    numbersOf(
      type,
      dims,
      data.map((x) => x / inputs.length),
    ),
  ];
};

/** Standard operators of several inputs that stretch to one shape. */
export const broadcast: Operators = {
  Add: fold((a, b) => a + b),
  And: compare((a, b) => a !== 0 && b !== 0),
  Clip: clip,
  Div: divide,
  Equal: equal,
  Greater: compare((a, b) => a > b),
  GreaterOrEqual: compare((a, b) => a >= b),
  Less: compare((a, b) => a < b),
  LessOrEqual: compare((a, b) => a <= b),
  Max: fold(Math.max),
  Mean: mean,
  Min: fold(Math.min),
  Mod: modulo,
  Mul: fold((a, b) => a * b),
  Or: compare((a, b) => a !== 0 || b !== 0),
  PRelu: fold((x, slope) => (x < 0 ? slope * x : x)),
  Pow: fold((a, b) => a ** b),
  Sub: fold((a, b) => a - b),
  Sum: fold((a, b) => a + b),
  Where: where,
  Xor: compare((a, b) => (a !== 0) !== (b !== 0)),
};
