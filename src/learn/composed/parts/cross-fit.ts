import { type Model, scoreModel, type Task } from "../../../model/index.ts";
import type { ResolvedLearner } from "../../composed-learner.ts";
import type { FitContext, TrainingSet } from "../../learner.ts";
import { takeTraining } from "../../training.ts";
import { neverVaries } from "../../training-labels.ts";
import { rowsWhere } from "./columns.ts";
import { rowLosses } from "./losses.ts";

/** The rows of a cross-fit, dealt into folds. */
export interface Dealt {
  readonly set: TrainingSet;
  /** Row → fold. */
  readonly fold: Int32Array;
  readonly folds: number;
}

/**
 * How wrong models of this learner are about rows that they have not seen, row by row. Undefined where a fold leaves
 * nothing to learn from.
 */
export function unseenLosses(
  base: ResolvedLearner,
  { set, fold, folds }: Dealt,
  { task, seed }: Pick<FitContext, "task" | "seed">,
): Float64Array | undefined {
  const losses = new Float64Array(fold.length);
  for (let part = 0; part < folds; part++) {
    const held = rowsWhere(fold.length, (row) => fold[row] === part);
    const rest = pick(set, task, (row) => fold[row] !== part);
    if (rest.features.rows === 0 || neverVaries(rest, task, true)) return undefined;
    const model = base.fit(rest, { task, seed });
    placeLosses(losses, held, { task, model, set });
  }
  return losses;
}

interface Judged {
  readonly task: Task;
  readonly model: Model;
  readonly set: TrainingSet;
}

function placeLosses(losses: Float64Array, held: Int32Array, { task, model, set }: Judged): void {
  if (held.length === 0) return;
  const own = takeTraining(set, held, task);
  rowLosses(task, own, scoreModel(model, own.features)).forEach((loss, i) => {
    losses[held[i] as number] = loss;
  });
}

function pick(set: TrainingSet, task: Task, picks: (row: number) => boolean): TrainingSet {
  return takeTraining(set, rowsWhere(set.features.rows, picks), task);
}
