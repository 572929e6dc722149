import { hashValue, known, type ParamValues } from "../../kernel/index.ts";
import {
  assemblePartitioned,
  type KeyTrial,
  type LearnerSpec,
  type PartitionedParams,
  type PreparedPartition,
  preparePartition,
  resolveLearner,
  type TrainingSet,
} from "../../learn/index.ts";
import { decodeText, type Model, type Task } from "../../model/index.ts";
import type { Blobs, Compute } from "../../store/index.ts";
import { shareNumbers, shareRows, shareTable } from "../fit/share.ts";
import { type Finished, finishedPieces } from "./finished.ts";
import { fitLevel } from "./fit-level.ts";
import type { StoredFit } from "./keys-kernel.ts";
import { parentKernel } from "./parent-kernel.ts";

/** A partitioned learner and the rows that it learns from. */
export interface PartitionWork {
  /** `partitioned(base, { by })`. */
  readonly learner: LearnerSpec;
  readonly training: TrainingSet;
  /** Rows by which the parent of all sees when to stop. */
  readonly validation?: TrainingSet;
  readonly task: Task;
  readonly seed: number;
  /** What the rows are, such as a snapshot's id and the fit's name: a run resumes only what had the same. */
  readonly data: string;
}

export interface PartitionDeps {
  readonly compute: Compute;
  readonly blobs: Blobs;
  /** Called with the share of the keys that are done. */
  onProgress?(share: number): void;
}

export interface PartitionedFit {
  /** The same bytes as the learner's own `fit` gives, however often the work was interrupted. */
  readonly model: Model;
  /** Forgets the finished pieces: call it when the model is stored. */
  clear(): Promise<void>;
}

/**
 * Fits a partitioned model in pieces on every thread, each finished batch of keys stored durably: a run that was killed
 * goes on where it stopped. Throws what the learner's `fit` throws.
 */
export async function fitPartitioned(work: PartitionWork, deps: PartitionDeps): Promise<PartitionedFit> {
  const { learner, training, validation, task, seed, data } = work;
  const params = resolveLearner(learner).params as ParamValues<PartitionedParams>;
  const prepared = preparePartition(training, params, { task, seed });
  const shared = { ...prepared, set: shareSet(prepared.set), fold: shareRows(prepared.fold) };
  const base = known([learner.base].flat()[0], "the base of a partitioned learner");
  const finished = finishedPieces(deps.blobs, hashValue({ learner, task, seed, data }));
  const unseen = validation === undefined ? {} : { validation };
  const { text, losses } = await fitParent(
    { base, task, seed, folds: params.folds, shared, finished, ...unseen },
    deps,
  );
  const kept: StoredFit[] = [];
  if (losses !== null) {
    const { set, fold } = shared;
    const trial: Omit<KeyTrial, "base"> = {
      ...params,
      set,
      fold,
      task,
      seed,
      losses: shareNumbers(Float64Array.from(losses)),
    };
    for (const [level, keys] of shared.plan.entries()) {
      const onBatch = (share: number): void => deps.onProgress?.((level + share) / shared.plan.length);
      kept.push(...(await fitLevel({ base, trial, keys, level }, { ...deps, finished, onBatch })));
    }
  }
  const model = assemblePartitioned({ by: params.by, parent: decodeText(text), slots: prepared.slots }, kept);
  return { model, clear: finished.clear };
}

interface ParentWork extends Pick<PartitionWork, "validation"> {
  readonly base: LearnerSpec;
  readonly task: Task;
  readonly seed: number;
  readonly folds: number;
  readonly shared: PreparedPartition;
  readonly finished: Finished;
}

interface StoredParent {
  readonly text: string;
  readonly losses: readonly number[] | null;
}

async function fitParent({ shared, finished, ...work }: ParentWork, { compute }: PartitionDeps): Promise<StoredParent> {
  const before = await finished.recall<StoredParent>("parent");
  if (before !== undefined) return before;
  const { set, fold } = shared;
  const jobs = (["losses", "model"] as const).map((wanted) => ({ ...work, set, fold, wanted }));
  const [losses, text] = await compute.map(parentKernel, jobs);
  const made = { text: text as string, losses: losses as readonly number[] | null };
  await finished.keep("parent", made);
  return made;
}

function shareSet(set: TrainingSet): TrainingSet {
  const { features, label, weights } = set;
  return {
    ...set,
    features: shareTable(features),
    label: shareNumbers(label),
    ...(weights && { weights: shareNumbers(weights) }),
  };
}
