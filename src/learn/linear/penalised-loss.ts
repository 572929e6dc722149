import { BLOCK, pullSpan, scoreSpan } from "./blocks.ts";
import type { Symmetric } from "./cholesky.ts";
import type { Objective } from "./descent.ts";
import { type Design, readRow, rowBuffer } from "./design.ts";
import type { Family } from "./family.ts";
import type { Curvature } from "./newton.ts";
import { addOuter } from "./outer.ts";

/** A generalised linear model to be fitted: one label per row, `outputs` scores. */
export interface Fit {
  readonly design: Design;
  readonly label: Float64Array;
  readonly weights: Float64Array;
  readonly outputs: number;
  readonly family: Family;
  readonly l1: number;
  readonly l2: number;
}

/** The sum of the rows' weights. */
export function totalOf({ weights }: Pick<Fit, "weights">): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** The mean loss plus `l2 / 2 · |x|²` per unit of weight; the intercepts are free. */
export function penalisedLoss(fit: Fit): Objective {
  const { design, outputs, l2 } = fit;
  const total = totalOf(fit);
  const cells = new Float64Array(BLOCK * outputs);
  return (x, gradient) => {
    let loss = 0;
    for (let from = 0; from < design.rows; from += BLOCK) {
      const span = { from, to: Math.min(design.rows, from + BLOCK), outputs, cells };
      scoreSpan(design, x, span);
      loss += slopes(fit, span, total);
      pullSpan(design, gradient, span);
    }
    for (let i = outputs; i < x.length; i++) {
      const value = x[i] as number;
      loss += (l2 * value * value) / (2 * total);
      gradient[i] = (gradient[i] as number) + (l2 * value) / total;
    }
    return loss;
  };
}

interface Slice {
  readonly from: number;
  readonly to: number;
  readonly cells: Float64Array;
}

/** Scores into weighted slopes, in place; returns the rows' weighted loss. */
function slopes({ label, weights, outputs, family }: Fit, { from, to, cells }: Slice, total: number): number {
  const scores = new Float64Array(outputs);
  let sum = 0;
  for (let row = from; row < to; row++) {
    const start = (row - from) * outputs;
    const weight = (weights[row] as number) / total;
    for (let k = 0; k < outputs; k++) scores[k] = cells[start + k] as number;
    sum += weight * family.loss(scores, label[row] as number);
    for (let k = 0; k < outputs; k++) cells[start + k] = weight * (scores[k] as number);
  }
  return sum;
}

/** The second derivatives of a {@link penalisedLoss} with one output. */
export function curvatureOf(fit: Fit): Curvature {
  const { design, weights, l2, family } = fit;
  const size = design.width;
  const total = totalOf(fit);
  const buffer = rowBuffer(design);
  return (x): Symmetric => {
    const matrix = { size, values: new Float64Array(size * size) };
    for (let row = 0; row < design.rows; row++) {
      const count = readRow(design, row, buffer);
      let score = 0;
      for (let i = 0; i < count; i++) score += (buffer.values[i] as number) * (x[buffer.places[i] as number] as number);
      addOuter(matrix, buffer, { count, weight: ((weights[row] as number) * family.bend(score)) / total });
    }
    for (let i = 1; i < size; i++) matrix.values[i * size + i] = (matrix.values[i * size + i] as number) + l2 / total;
    return matrix;
  };
}
