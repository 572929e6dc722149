import { type BlockShape, type Loops, strideOf } from "./loops.ts";
import { type Desk, sitDown } from "./wasm.ts";

/** Where the first array starts: address 0 is nothing's. */
const FIRST = 16;
/** A last pair of numbers may reach beyond the last array. */
const SPARE = 16;

/** The loops in WebAssembly, two outputs at a time; undefined where the platform has none, or no memory for so much. */
export function kernelLoops(shape: BlockShape): Loops | undefined {
  const { rows, outputs, weights, places } = shape;
  const stride = strideOf(outputs);
  const padded = (weights / outputs) * stride;
  const sizes = {
    ...{ x: padded, gradient: padded, cells: rows * stride, by: rows * places.length },
    ...{ label: rows, weight: rows, share: rows },
  };
  const numbers = Object.values(sizes).reduce((sum, size) => sum + size, places.length);
  const desk = sitDown(FIRST + numbers * 8 + SPARE);
  return desk && laidOut(desk, shape, sizes);
}

type Names = "x" | "gradient" | "cells" | "by" | "label" | "weight" | "share";

function laidOut(
  { kernel, buffer, leave }: Desk,
  { outputs, places }: BlockShape,
  sizes: Readonly<Record<Names, number>>,
): Loops {
  const [width, stride] = [places.length, strideOf(outputs)];
  let next = FIRST;
  const views = Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => {
      // A memory that others have used is not empty.
      const view = new Float64Array(buffer, next, size).fill(0);
      next += size * 8;
      return [name, view];
    }),
  ) as Record<Names, Float64Array>;
  new Int32Array(buffer, next, width).set(places.map((place) => place * stride * 8));
  const at = (name: Names): number => views[name].byteOffset;
  const block = { width, stride, by: at("by"), places: next, cells: at("cells") };
  const truths = { label: at("label"), weight: at("weight"), share: at("share") };
  return {
    stride,
    ...views,
    score: (rows) => kernel.score({ rows, ...block }, at("x")),
    pull: (rows) => kernel.pull({ rows, ...block }, at("gradient")),
    slopes: (rows) => kernel.slopes({ rows, ...block }, outputs, truths),
    leave,
  };
}
