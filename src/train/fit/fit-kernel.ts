import { type Table, takeRows } from "../../data/index.ts";
import { type Goal, type LearnerSpec, resolveLearner, type TrainingSet } from "../../learn/index.ts";
import { decodeModel, encodeModel, type Model, scoreModel, type Task } from "../../model/index.ts";
import type { Curves } from "../../registry/index.ts";
import type { Help, Kernel } from "../../store/index.ts";
import { curveBook } from "./curve-book.ts";
import { pickRows } from "./join.ts";
import { type TransformWork, transformSets } from "./transforms.ts";

/** What one fit needs. Columns lie in shared memory, so that it costs nothing to hand over. */
export interface FitInput extends LearnerSpec {
  readonly task: Task;
  readonly seed: number;
  readonly features: Table;
  /** Where features learn from the training rows: what they learn from. Absent: the features are what is learned from. */
  readonly transforms?: TransformWork;
  /** Of a multilabel head as many for each row as there are classes, row by row. */
  readonly label: Float64Array;
  readonly classes: readonly string[];
  /** Of a blend: what its score is learned from. A row has as many labels. */
  readonly goals?: readonly Goal[];
  /** Of a ranking head: the number of the list in which each row competes. */
  readonly groups?: Int32Array;
  /** What every row weighs. Default: each 1. */
  readonly weights?: Float64Array;
  readonly train: Int32Array;
  /** Rows by which learning sees when to stop: neither learned from nor scored. */
  readonly watch?: Int32Array;
  readonly score: Int32Array;
}

export interface FitOutput {
  readonly model: Uint8Array;
  /** Raw outputs for `score`, row by row. */
  readonly scores: Float64Array;
  /** What the learner told of itself while it learned, such as how the candidates of `bestOf` did. */
  readonly curves: Curves;
}

/** Learns from one set of rows and scores another. */
export function run(input: FitInput, help: Help = {}): FitOutput {
  const { learner, params, base, task, seed } = input;
  const resolved = resolveLearner({ learner, params, ...(base === undefined ? {} : { base }) });
  const book = curveBook();
  const { training, validation, whole } = setsOf(input);
  const model = resolved.fit(training, { task, seed, ...help, ...validation, onCurve: book.add });
  return outputOf(input, whole(model), book.curves());
}

/** A model as it will be loaded, and what it says of the rows to score: from its bytes, so that what is judged is what is served. */
export function outputOf({ features, score }: FitInput, made: Model, curves: Curves = {}): FitOutput {
  const model = encodeModel(made);
  const scores = score.length === 0 ? new Float64Array(0) : scoreModel(decodeModel(model), takeRows(features, score));
  return { model, scores, curves };
}

/** What a fit learns from, by what it sees when to stop, and how what it learned becomes a model of the rows as they come. */
export function setsOf(input: FitInput): FitSets {
  const { train, watch, transforms } = input;
  const sets = { training: rowsOf(input, train), validation: watch && rowsOf(input, watch) };
  const made =
    transforms === undefined
      ? { ...sets, whole: (model: Model) => model }
      : transformSets(transforms, { ...sets, train, seed: input.seed });
  const { training, validation, whole } = made;
  return { training, whole, ...(validation === undefined ? {} : { validation: { validation } }) };
}

/** The rows of a fit. */
export interface FitSets {
  readonly training: TrainingSet;
  whole(model: Model): Model;
  /** As a context has it; absent where the fit does not stop early. */
  readonly validation?: { readonly validation: TrainingSet };
}

function rowsOf({ features, label, classes, goals, groups, weights, task }: FitInput, rows: Int32Array): TrainingSet {
  const perRow = goals?.length ?? (task === "multilabel" ? classes.length : 1);
  return {
    features: takeRows(features, rows),
    label: pickRows(label, rows, perRow),
    classes,
    ...(goals === undefined ? {} : { goals }),
    ...(groups === undefined ? {} : { groups: Int32Array.from(rows, (row) => groups[row] as number) }),
    ...(weights === undefined ? {} : { weights: pickRows(weights, rows, 1) }),
  };
}

/** The same work for another thread. */
export const fitKernel: Kernel<FitInput, FitOutput> = {
  module: import.meta.url,
  run,
};
