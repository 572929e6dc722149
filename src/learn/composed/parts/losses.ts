import type { Task } from "../../../model/index.ts";
import type { TrainingSet } from "../../learner.ts";
import { labelsPerRow } from "../../training-labels.ts";
import { rankingLosses } from "./ranking-losses.ts";

/** No probability is taken for less: one wrong certainty must not decide alone. */
const LEAST = 1e-6;

/**
 * How wrong a model was about each row. Log loss (binary, multiclass, hierarchical; multilabel: the mean over labels),
 * squared error (regression), 1 − NDCG of the row's list (ranking).
 */
export function rowLosses(task: Task, set: TrainingSet, scores: Float64Array): Float64Array {
  if (task === "ranking") return rankingLosses(set, scores);
  const { rows } = set.features;
  const [width, labels] = [scores.length / rows, labelsPerRow(set, task)];
  const losses = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const outputs = scores.subarray(row * width, (row + 1) * width);
    losses[row] = lossOf(task, set.label.subarray(row * labels, (row + 1) * labels), outputs);
  }
  return losses;
}

/** The mean over rows, each by its weight. */
export function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  values.forEach((value, row) => {
    const weight = weights?.[row] ?? 1;
    sum += weight * value;
    total += weight;
  });
  return sum / total;
}

function lossOf(task: Task, label: Float64Array, outputs: Float64Array): number {
  const first = label[0] as number;
  if (task === "regression") return ((outputs[0] as number) - first) ** 2;
  if (task === "multiclass" || task === "hierarchical") return surprise(outputs[first] as number);
  let sum = 0;
  for (let k = 0; k < outputs.length; k++) {
    const [p, yes] = [outputs[k] as number, label[k] as number];
    sum += yes * surprise(p) + (1 - yes) * surprise(1 - p);
  }
  return sum / outputs.length;
}

function surprise(p: number): number {
  return -Math.log(Math.max(LEAST, p));
}
