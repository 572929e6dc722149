import { type Table, takeRows } from "../data/index.ts";
import { type LearnerSpec, resolveLearner, type TrainingSet } from "../learn/index.ts";
import { decodeModel, encodeModel, type Model, scoreModel, type Task } from "../model/index.ts";
import type { Curves } from "../registry/index.ts";
import type { Help, Kernel } from "../store/index.ts";
import { curveBook } from "./curve-book.ts";

/** What one fit needs. Columns lie in shared memory, so that it costs nothing to hand over. */
export interface FitInput extends LearnerSpec {
  readonly task: Task;
  readonly seed: number;
  readonly features: Table;
  /** Of a multilabel head as many for each row as there are classes, row by row. */
  readonly label: Float64Array;
  readonly classes: readonly string[];
  /** Of a ranking head: the number of the list in which each row competes. */
  readonly groups?: Int32Array;
  /** Of a binary head: how much more a yes weighs than a no. Default 1. */
  readonly yesWeight?: number;
  readonly train: Int32Array;
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
  const model = resolved.fit(trainingOf(input), { task, seed, ...help, onCurve: book.add });
  return outputOf(input, model, book.curves());
}

/** A model as it will be loaded, and what it says of the rows to score: from its bytes, so that what is judged is what is served. */
export function outputOf({ features, score }: FitInput, made: Model, curves: Curves = {}): FitOutput {
  const model = encodeModel(made);
  const scores = score.length === 0 ? new Float64Array(0) : scoreModel(decodeModel(model), takeRows(features, score));
  return { model, scores, curves };
}

/** The rows that a fit learns from. */
export function trainingOf({ features, label, classes, groups, yesWeight, task, train }: FitInput): TrainingSet {
  const perRow = task === "multilabel" ? classes.length : 1;
  const labels = new Float64Array(train.length * perRow);
  train.forEach((row, i) => {
    for (let place = 0; place < perRow; place++) labels[i * perRow + place] = label[row * perRow + place] as number;
  });
  return {
    features: takeRows(features, train),
    label: labels,
    classes,
    ...(groups === undefined ? {} : { groups: Int32Array.from(train, (row) => groups[row] as number) }),
    ...(yesWeight === undefined ? {} : { weights: labels.map((yes) => (yes === 1 ? yesWeight : 1)) }),
  };
}

/** The same work for another thread. */
export const fitKernel: Kernel<FitInput, FitOutput> = {
  module: import.meta.url,
  run,
};
