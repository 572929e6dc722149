import { sigmoid, softmax } from "../../model/index.ts";
import type { Prepared } from "../training.ts";
import { type Design, type RowBuffer, readRow, rowBuffer } from "./design.ts";
import type { Objective } from "./lbfgs.ts";

/** The mean log loss plus `l2 / 2 · |weights|²` per unit of weight; the intercept is free. */
export function penalisedLogLoss(design: Design, data: Prepared, l2: number): Objective {
  const outputs = data.task === "binary" ? 1 : data.classes.length;
  const total = data.weights.reduce((sum, weight) => sum + weight, 0);
  const buffer = rowBuffer(design);
  const scores = new Float64Array(outputs);
  return (x, gradient) => {
    let loss = 0;
    for (let row = 0; row < design.rows; row++) {
      const count = readRow(design, row, buffer);
      scoreInto(scores, x, { buffer, count });
      const weight = (data.weights[row] as number) / total;
      loss += weight * residuals(scores, data.label[row] as number);
      addTo(gradient, scores, { buffer, count, weight });
    }
    for (let i = outputs; i < x.length; i++) {
      const value = x[i] as number;
      loss += (l2 * value * value) / (2 * total);
      gradient[i] = (gradient[i] as number) + (l2 * value) / total;
    }
    return loss;
  };
}

interface FilledRow {
  readonly buffer: RowBuffer;
  readonly count: number;
}

function scoreInto(scores: Float64Array, x: Float64Array, { buffer, count }: FilledRow): void {
  const width = scores.length;
  scores.fill(0);
  for (let i = 0; i < count; i++) {
    const at = (buffer.places[i] as number) * width;
    const value = buffer.values[i] as number;
    for (let k = 0; k < width; k++) scores[k] = (scores[k] as number) + value * (x[at + k] as number);
  }
}

/** Turns scores into probability minus truth, in place, and returns the row's log loss. */
function residuals(scores: Float64Array, label: number): number {
  if (scores.length === 1) {
    const score = scores[0] as number;
    const toward = label === 1 ? -score : score;
    scores[0] = sigmoid(score) - label;
    return Math.max(0, toward) + Math.log1p(Math.exp(-Math.abs(toward)));
  }
  softmax(scores);
  const share = scores[label] as number;
  scores[label] = share - 1;
  return -Math.log(Math.max(Number.MIN_VALUE, share));
}

function addTo(gradient: Float64Array, residual: Float64Array, row: FilledRow & { readonly weight: number }): void {
  const { buffer, count, weight } = row;
  const width = residual.length;
  for (let i = 0; i < count; i++) {
    const at = (buffer.places[i] as number) * width;
    const scale = weight * (buffer.values[i] as number);
    for (let k = 0; k < width; k++) gradient[at + k] = (gradient[at + k] as number) + scale * (residual[k] as number);
  }
}
