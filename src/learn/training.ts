import { type Column, takeRows } from "../data/index.ts";
import type { FeatureSlot, Task } from "../model/index.ts";
import { labelMissing, noRows, oneClass, taskUnsupported, timeUnsupported, weightInvalid } from "./errors.ts";
import type { FitContext, TrainingSet } from "./learner.ts";

/** A training set that has been checked: columns sorted by name, every row with a weight above 0. */
export interface Prepared {
  readonly task: Task;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly slots: readonly FeatureSlot[];
  readonly label: Float64Array;
  readonly weights: Float64Array;
  readonly classes: readonly string[];
}

/** What the checks need to know of a learner. */
export interface Doer {
  readonly name: string;
  readonly tasks: readonly Task[];
}

/**
 * Checks a training set and puts it in the one order that every learner works in, so that neither the order of columns
 * nor rows of weight 0 change a model. Throws `learn.task-unsupported`, `learn.no-rows`, `learn.label-missing`,
 * `learn.weight-invalid`, `learn.one-class`, `learn.time-unsupported`.
 */
export function prepareTraining(learner: Doer, training: TrainingSet, context: FitContext): Prepared {
  const { name, tasks } = learner;
  const { task } = context;
  if (!tasks.includes(task)) throw taskUnsupported({ learner: name, task, tasks });
  const kept = withoutZeroWeights(checkWeights(training));
  if (kept.features.rows === 0) throw noRows({ learner: name });
  checkLabels(kept, task);
  if (task !== "regression" && isConstant(kept.label)) throw oneClass({ learner: name, rows: kept.features.rows });
  return ordered(kept, task);
}

/** The same order for rows that only get scored: a validation set is used as it is. */
export function prepareValidation(validation: TrainingSet, task: Task): Prepared {
  const kept = withoutZeroWeights(checkWeights(validation));
  checkLabels(kept, task);
  return ordered(kept, task);
}

function ordered({ features, label, weights, classes }: TrainingSet, task: Task): Prepared {
  const columns = [...features.columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  const slots = columns.map(slotOf);
  const ones = weights ?? new Float64Array(features.rows).fill(1);
  return { task, rows: features.rows, columns, slots, label, weights: ones, classes };
}

function slotOf({ name, kind }: Column): FeatureSlot {
  if (kind === "time") throw timeUnsupported({ column: name });
  return { name, kind };
}

function checkWeights(training: TrainingSet): TrainingSet {
  const { weights, features } = training;
  if (weights === undefined) return training;
  for (let row = 0; row < features.rows; row++) {
    const got = weights[row];
    if (got === undefined || !(got >= 0 && got < Infinity)) throw weightInvalid({ row, got });
  }
  return training;
}

function withoutZeroWeights(training: TrainingSet): TrainingSet {
  const { weights, features, label } = training;
  if (weights === undefined || !weights.includes(0)) return training;
  const rows = Int32Array.from([...weights.keys()].filter((row) => (weights[row] as number) > 0));
  const pick = (from: Float64Array): Float64Array => Float64Array.from(rows, (row) => from[row] as number);
  return { ...training, features: takeRows(features, rows), label: pick(label), weights: pick(weights) };
}

function checkLabels({ features, label, classes }: TrainingSet, task: Task): void {
  const below = task === "binary" ? 2 : classes.length;
  const allowed = task === "regression" ? "a finite number" : `a whole number from 0 to ${below - 1}`;
  for (let row = 0; row < features.rows; row++) {
    const got = label[row];
    if (!isLabel(got, task === "regression" ? undefined : below)) throw labelMissing({ row, allowed, got });
  }
}

function isLabel(got: number | undefined, below: number | undefined): boolean {
  if (got === undefined || !Number.isFinite(got)) return false;
  return below === undefined || (Number.isInteger(got) && got >= 0 && got < below);
}

function isConstant(label: Float64Array): boolean {
  return label.every((value) => value === label[0]);
}
