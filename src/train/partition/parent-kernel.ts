import { type LearnerSpec, resolveLearner, type TrainingSet, unseenLosses } from "../../learn/index.ts";
import { encodeText, type Task } from "../../model/index.ts";
import type { Help, Kernel } from "../../store/index.ts";

/** What a fit on all rows needs. Columns lie in shared memory. */
export interface ParentJob {
  readonly base: LearnerSpec;
  readonly task: Task;
  readonly seed: number;
  readonly set: TrainingSet;
  readonly validation?: TrainingSet;
  /** Row → fold. */
  readonly fold: Int32Array;
  readonly folds: number;
  /** The model, or how wrong such models are about rows that they have not seen: two jobs, for two threads. */
  readonly wanted: "model" | "losses";
}

/** The model as text, or the losses; null where a fold leaves nothing to learn from. */
export function run(job: ParentJob, help: Help = {}): string | readonly number[] | null {
  const { base, task, seed, set, validation, fold, folds, wanted } = job;
  const learner = resolveLearner(base);
  if (wanted === "model")
    return encodeText(learner.fit(set, { task, seed, ...help, ...(validation && { validation }) }));
  const losses = unseenLosses(learner, { set, fold, folds }, { task, seed });
  return losses === undefined ? null : Array.from(losses);
}

/** The same work for another thread. */
export const parentKernel: Kernel<ParentJob, string | readonly number[] | null> = { module: import.meta.url, run };
