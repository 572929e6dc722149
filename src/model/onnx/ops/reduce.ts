import { exp, log } from "../../../kernel/index.ts";
import { softmax } from "../../link.ts";
import { numberIn, numbersIn, type Site } from "../graph.ts";
import { asNumbers, axisOf, type Numbers, numbersOf, sizeOf, type Tensor } from "../tensor.ts";
import type { Operators, Prepare } from "./kernel.ts";
import { transposed } from "./shape.ts";

/** Axes are an attribute at first, an input later; none means all, or nothing at all where the node says so. */
function axesOf(site: Site, { input, rank }: { readonly input: Tensor | undefined; readonly rank: number }): number[] {
  const said = input === undefined ? numbersIn(site, "axes") : asNumbers(input).data;
  if (said !== undefined && said.length > 0) return Array.from(said, (axis) => axisOf(axis, rank));
  return numberIn(site, "noop_with_empty_axes", 0) === 1 ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

/** Brings the reduced axes to the end, so that each result is made of one run of elements. */
function reduce(summary: (run: Float64Array) => number): Prepare {
  return (site) =>
    ([input, axesInput]) => {
      const tensor = asNumbers(input);
      const rank = tensor.dims.length;
      const axes = axesOf(site, { input: axesInput, rank });
      const kept = tensor.dims.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
      const { data } = transposed(tensor, [...kept, ...axes]) as Numbers;
      const length = sizeOf(axes.map((axis) => tensor.dims[axis] as number));
      const out = new Float64Array(sizeOf(kept.map((axis) => tensor.dims[axis] as number)));
      for (let i = 0; i < out.length; i++) out[i] = summary(data.subarray(i * length, (i + 1) * length));
      return [numbersOf(tensor.type, dimsAfter(site, tensor.dims, axes), out)];
    };
}

function dimsAfter(site: Site, dims: readonly number[], axes: readonly number[]): readonly number[] {
  if (numberIn(site, "keepdims", 1) === 1) return dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return dims.filter((_, axis) => !axes.includes(axis));
}

const total = (run: Float64Array): number => run.reduce((sum, x) => sum + x, 0);

function logSumExp(run: Float64Array): number {
  const largest = run.reduce((most, x) => Math.max(most, x), -Infinity);
  if (!Number.isFinite(largest)) return largest;
  return largest + log(run.reduce((sum, x) => sum + exp(x - largest), 0));
}

/** The place of the best element of each run along one axis; of equals the first. */
function argBest(isBetter: (a: number, b: number) => boolean): Prepare {
  return (site) =>
    ([input]) => {
      const tensor = asNumbers(input);
      const axis = axisOf(numberIn(site, "axis", 0), tensor.dims.length);
      const best = (run: Float64Array): number =>
        run.reduce((at, x, i) => (isBetter(x, run[at] as number) ? i : at), 0);
      const axes: Tensor = { type: "int64", dims: [1], data: Float64Array.of(axis) };
      const [found] = reduce(best)(site)([{ ...tensor, type: "int64" }, axes]);
      return [found as Tensor];
    };
}

/** Along one axis from version 13; before, over everything from the axis on. */
function normalise(inPlace: (run: Float64Array) => void): Prepare {
  return (site) =>
    ([input]) => {
      const { type, dims, data } = asNumbers(input);
      const isOld = site.opset < 13;
      const axis = axisOf(numberIn(site, "axis", isOld ? 1 : -1), dims.length);
      const order = isOld ? dims.map((_, i) => i) : [...dims.map((_, i) => i).filter((i) => i !== axis), axis];
      const moved = Float64Array.from((transposed({ type, dims, data }, order) as Numbers).data);
      const length = isOld ? sizeOf(dims.slice(axis)) : (dims[axis] as number);
      for (let start = 0; start < moved.length; start += length) inPlace(moved.subarray(start, start + length));
      const movedDims = order.map((i) => dims[i] as number);
      const back = order.map((_, i) => order.indexOf(i));
      return [transposed(numbersOf(type, movedDims, moved), back)];
    };
}

function logSoftmax(run: Float64Array): void {
  const total = logSumExp(run);
  for (let i = 0; i < run.length; i++) run[i] = (run[i] as number) - total;
}

/** Standard operators that summarise along axes. */
export const reductions: Operators = {
  ArgMax: argBest((a, b) => a > b),
  ArgMin: argBest((a, b) => a < b),
  LogSoftmax: normalise(logSoftmax),
  ReduceL1: reduce((run) => run.reduce((sum, x) => sum + Math.abs(x), 0)),
  ReduceL2: reduce((run) => Math.sqrt(run.reduce((sum, x) => sum + x * x, 0))),
  ReduceLogSumExp: reduce(logSumExp),
  ReduceMax: reduce((run) => run.reduce((most, x) => Math.max(most, x), -Infinity)),
  ReduceMean: reduce((run) => total(run) / run.length),
  ReduceMin: reduce((run) => run.reduce((least, x) => Math.min(least, x), Infinity)),
  ReduceProd: reduce((run) => run.reduce((sum, x) => sum * x, 1)),
  ReduceSum: reduce(total),
  ReduceSumSquare: reduce((run) => run.reduce((sum, x) => sum + x * x, 0)),
  Softmax: normalise(softmax),
};
