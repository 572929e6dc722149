import type { Blocks, Rows } from "./blocks.ts";
import type { Symmetric } from "./cholesky.ts";
import type { Objective } from "./descent.ts";
import { type Design, readRow, rowBuffer } from "./design.ts";
import { type Family, multinomial } from "./family.ts";
import type { Loops } from "./loops.ts";
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

/** The mean loss plus `l2 / 2 · |x|²` per unit of weight; the intercepts are free. The blocks are the design's. */
export function penalisedLoss(fit: Fit, blocks: Blocks): Objective {
  const { design, outputs, l2 } = fit;
  const total = totalOf(fit);
  const slopes = fit.family === multinomial ? softmaxSlopes : slopesByRow;
  return (x, gradient) => {
    let loss = 0;
    blocks.start(x);
    for (let from = 0; from < design.rows; from += blocks.rows) {
      const rows = { from, to: Math.min(design.rows, from + blocks.rows) };
      blocks.score(rows);
      loss += slopes(fit, blocks.loops, { ...rows, total });
      blocks.pull(rows);
    }
    blocks.finish(gradient);
    for (let i = outputs; i < x.length; i++) {
      const value = x[i] as number;
      loss += (l2 * value * value) / (2 * total);
      gradient[i] = (gradient[i] as number) + (l2 * value) / total;
    }
    return loss;
  };
}

interface Slice extends Rows {
  /** The weight of all rows. */
  readonly total: number;
}

/** Scores into weighted slopes, in place; returns the rows' weighted loss. */
function slopesByRow({ label, weights, family }: Fit, { cells }: Loops, { from, to, total }: Slice): number {
  const score = new Float64Array(1);
  let sum = 0;
  for (let row = from; row < to; row++) {
    const weight = (weights[row] as number) / total;
    score[0] = cells[row - from] as number;
    sum += weight * family.loss(score, label[row] as number);
    cells[row - from] = weight * (score[0] as number);
  }
  return sum;
}

/** The same of several classes, by the loops' own softmax. */
function softmaxSlopes({ label, weights }: Fit, loops: Loops, { from, to, total }: Slice): number {
  for (let row = from; row < to; row++) {
    loops.label[row - from] = label[row] as number;
    loops.weight[row - from] = (weights[row] as number) / total;
  }
  loops.slopes(to - from);
  let sum = 0;
  for (let row = 0; row < to - from; row++)
    sum -= (loops.weight[row] as number) * Math.log(Math.max(Number.MIN_VALUE, loops.share[row] as number));
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
