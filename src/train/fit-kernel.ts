import { type Table, takeRows } from "../data/index.ts";
import { known, resolveParams } from "../kernel/index.ts";
import { learners, type TrainingSet } from "../learn/index.ts";
import { decodeModel, encodeModel, scoreModel, type Task } from "../model/index.ts";
import type { Kernel } from "../store/index.ts";

/** What one fit needs. Columns lie in shared memory, so that it costs nothing to hand over. */
export interface FitInput {
  readonly learner: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly task: Task;
  readonly seed: number;
  readonly features: Table;
  readonly label: Float64Array;
  readonly classes: readonly string[];
  readonly train: Int32Array;
  readonly score: Int32Array;
}

export interface FitOutput {
  readonly model: Uint8Array;
  /** Raw outputs for `score`, row by row. */
  readonly scores: Float64Array;
}

/** Learns from one set of rows and scores another. */
export function run(input: FitInput): FitOutput {
  const learner = known(learners[input.learner as keyof typeof learners], `learner ${input.learner} in the catalogue`);
  const training: TrainingSet = {
    features: takeRows(input.features, input.train),
    label: Float64Array.from(input.train, (row) => input.label[row] as number),
    classes: input.classes,
  };
  const params = resolveParams(`learner \`${learner.name}\``, learner.params, input.params);
  const encoded = encodeModel(learner.fit(training, params as never, { task: input.task, seed: input.seed }));
  // Scored from its bytes: what is judged is what will be loaded.
  const scores =
    input.score.length === 0
      ? new Float64Array(0)
      : scoreModel(decodeModel(encoded), takeRows(input.features, input.score));
  return { model: encoded, scores };
}

/** The same work for another thread. */
export const fitKernel: Kernel<FitInput, FitOutput> = {
  module: import.meta.url,
  run,
};
