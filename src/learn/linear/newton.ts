import { sigmoid } from "../../model/index.ts";
import type { Prepared } from "../training.ts";
import { type Symmetric, solveSymmetric } from "./cholesky.ts";
import { type Design, readRow, rowBuffer } from "./design.ts";
import { evaluate, type LbfgsOptions, largest, type Objective, stepDown } from "./lbfgs.ts";
import { addOuter } from "./normal-equations.ts";

/** The matrix of second derivatives at x; its lower triangle. */
export type Curvature = (x: Float64Array) => Symmetric;

/** The curvature of the penalised mean log loss of a binary label. */
export function curvatureOf(design: Design, data: Prepared, l2: number): Curvature {
  const size = design.width;
  const total = data.weights.reduce((sum, weight) => sum + weight, 0);
  const buffer = rowBuffer(design);
  return (x) => {
    const matrix = { size, values: new Float64Array(size * size) };
    for (let row = 0; row < design.rows; row++) {
      const count = readRow(design, row, buffer);
      let score = 0;
      for (let i = 0; i < count; i++) score += (buffer.values[i] as number) * (x[buffer.places[i] as number] as number);
      const p = sigmoid(score);
      addOuter(matrix, buffer, { count, weight: ((data.weights[row] as number) * p * (1 - p)) / total });
    }
    for (let i = 1; i < size; i++) matrix.values[i * size + i] = (matrix.values[i * size + i] as number) + l2 / total;
    return matrix;
  };
}

/** Minimises by Newton's method with halving: iteratively reweighted least squares. */
export function descendByNewton(
  objective: Objective,
  curvature: Curvature,
  { start, ...options }: LbfgsOptions & { readonly start: Float64Array },
): Float64Array {
  let point = evaluate(objective, start);
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    if (largest(point.gradient) <= options.tolerance) break;
    const downhill = point.gradient.map((part) => -part);
    const next = stepDown(objective, point, solveSymmetric(curvature(point.x), downhill));
    if (next === undefined) break;
    point = next;
    options.onIteration?.(iteration);
  }
  return point.x;
}
