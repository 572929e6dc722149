import type { Signature } from "../../model/index.ts";
import { surprise } from "../metrics/predictions.ts";

/** The tasks whose loss is a sum over rows. */
export type RowTask = Exclude<Signature["task"], "ranking">;

/**
 * The loss of every row: cross-entropy in nats (binary, multiclass, hierarchical; summed over the labels of a multilabel
 * row), or the squared error (regression). `labels` is as in {@link Predictions}.
 */
export function rowLosses(task: RowTask, scores: Float64Array, labels: Float64Array): Float64Array {
  if (task === "regression") return labels.map((truth, row) => (truth - (scores[row] as number)) ** 2);
  if (task === "binary" || task === "multilabel")
    return labels.map((truth, k) => certainty(truth, scores[k] as number));
  const width = scores.length / labels.length;
  return labels.map((truth, row) => surprise(scores[row * width + truth] as number));
}

function certainty(truth: number, probability: number): number {
  return surprise(truth === 1 ? probability : 1 - probability);
}
