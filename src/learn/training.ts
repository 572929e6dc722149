import { type Column, isMissing, takeRows } from "../data/index.ts";
import type { FeatureSlot, Task } from "../model/index.ts";
import {
  columnRepeated,
  noRows,
  oneClass,
  oneGrade,
  taskUnsupported,
  timeUnsupported,
  valueInfinite,
  weightInvalid,
} from "./errors.ts";
import { type Goal, goalsUnsupported } from "./goals.ts";
import type { FitContext, TrainingSet } from "./learner.ts";
import { checkLabels, LARGEST, labelsPerRow, neverVaries } from "./training-labels.ts";

/** A training set that has been checked: columns sorted by name, every row with a weight above 0. */
export interface Prepared {
  readonly task: Task;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly slots: readonly FeatureSlot[];
  /** One per row; multilabel: rows × labels, with goals: rows × goals, row by row. */
  readonly label: Float64Array;
  readonly weights: Float64Array;
  /** One per output of a task that has several; empty otherwise, and so what the signature wants. */
  readonly classes: readonly string[];
  /** Ranking only: the list of each row. */
  readonly groups?: Int32Array;
  /** The outcomes of one score. */
  readonly goals?: readonly Goal[];
}

/** What the checks need to know of a learner. */
export interface Doer {
  readonly name: string;
  readonly tasks: readonly Task[];
  readonly capabilities?: { readonly goals?: boolean };
  /** Binary and multilabel labels may lie between 0 and 1. Default: they may not. */
  readonly softLabels?: boolean;
  /** Ranking: pairs that are not among the rows are its noes, so one grade above 0 is enough. Default: they are not. */
  readonly unseenAreNegative?: boolean;
}

/**
 * Checks a training set and puts it in the one order that every learner works in, so that neither the order of columns
 * nor rows of weight 0 change a model. Throws `learn.task-unsupported`, `learn.goals-unsupported`, `learn.goals-invalid`, `learn.no-rows`, `learn.label-missing`,
 * `learn.classes-invalid`, `learn.groups-missing`, `learn.weight-invalid`, `learn.one-class`, `learn.column-repeated`,
 * `learn.time-unsupported`, `learn.value-infinite`.
 */
export function prepareTraining(learner: Doer, training: TrainingSet, context: FitContext): Prepared {
  const { name, tasks } = learner;
  const { task } = context;
  if (!tasks.includes(task)) throw taskUnsupported({ learner: name, task, tasks });
  if (training.goals !== undefined && learner.capabilities?.goals !== true) throw goalsUnsupported({ learner: name });
  const kept = withoutZeroWeights(checkWeights(training), task);
  const { rows } = kept.features;
  if (rows === 0) throw noRows({ learner: name });
  checkLabels(kept, task, learner.softLabels ?? false);
  if (neverVaries(kept, task, learner.unseenAreNegative ?? false))
    throw task === "ranking" && kept.goals === undefined
      ? oneGrade({ learner: name, rows })
      : oneClass({ learner: name, rows });
  return ordered(kept, task);
}

/**
 * The same order for rows that only get scored: a validation set is used as it is. Throws as {@link prepareTraining}.
 */
export function prepareValidation(validation: TrainingSet, task: Task, softLabels = false): Prepared {
  const kept = withoutZeroWeights(checkWeights(validation), task);
  checkLabels(kept, task, softLabels);
  return ordered(kept, task);
}

/** The rows of those numbers, in that order, with all that belongs to them; a number may repeat. */
export function takeTraining(set: TrainingSet, rows: Int32Array, task: Task): TrainingSet {
  const { features, label, groups, weights, classes, goals } = set;
  const width = labelsPerRow(set, task);
  const taken = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    taken.set(label.subarray(from, from + width), i * width);
  }
  return {
    features: takeRows(features, rows),
    label: taken,
    classes,
    ...(goals === undefined ? {} : { goals }),
    ...(groups === undefined ? {} : { groups: rows.map((row) => groups[row] as number) }),
    ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (row) => weights[row] as number) }),
  };
}

function ordered(set: TrainingSet, task: Task): Prepared {
  const { features, label, weights, groups, goals } = set;
  const columns = [...features.columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = columns.find(({ name }, i) => name === columns[i + 1]?.name);
  if (twice !== undefined) throw columnRepeated({ column: twice.name });
  const slots = columns.map(slotOf);
  columns.forEach(checkFinite);
  return {
    task,
    rows: features.rows,
    columns,
    slots,
    label,
    weights: weights ?? new Float64Array(features.rows).fill(1),
    classes: task === "binary" || task === "regression" || task === "ranking" ? [] : set.classes,
    ...(groups === undefined || task !== "ranking" ? {} : { groups }),
    ...(goals === undefined ? {} : { goals }),
  };
}

function slotOf({ name, kind }: Column): FeatureSlot {
  if (kind === "time") throw timeUnsupported({ column: name });
  return { name, kind };
}

/** An infinity would turn sums into NaN in one learner and be an edge in another: so it is refused by all. */
function checkFinite(column: Column): void {
  if (column.kind === "text") return;
  const { values, name } = column;
  // Sooner than to look at each, before anything is optimised.
  if (!values.includes(Infinity) && !values.includes(-Infinity)) return;
  for (let row = 0; row < values.length; row++) {
    const got = values[row] as number;
    if (got - got !== 0 && !isMissing(column, row)) throw valueInfinite({ column: name, row, got });
  }
}

function checkWeights(training: TrainingSet): TrainingSet {
  const { weights, features } = training;
  if (weights === undefined) return training;
  for (let row = 0; row < features.rows; row++) {
    const got = weights[row];
    if (got === undefined || !(got >= 0 && got <= LARGEST)) throw weightInvalid({ row, got });
  }
  return training;
}

function withoutZeroWeights(training: TrainingSet, task: Task): TrainingSet {
  const { weights } = training;
  if (weights === undefined || !weights.includes(0)) return training;
  const rows = Int32Array.from(weights.keys()).filter((row) => (weights[row] as number) > 0);
  return takeTraining(training, rows, task);
}
