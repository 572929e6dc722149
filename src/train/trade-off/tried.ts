import type { Compute } from "../../store/index.ts";
import type { LearnerRef } from "../../system/index.ts";
import type { FitPlan, PlannedFit } from "../fit/fit-plan.ts";
import { joinNumbers } from "../fit/join.ts";
import { allFailed } from "../search/errors.ts";
import { type Common, trialInput } from "../search/trial-input.ts";
import { type TrialOutput, trialKernel } from "../search/trial-kernel.ts";

/** Something to be trained and asked about the rows that it has not seen. */
export interface Tried {
  readonly common: Common;
  readonly ref: LearnerRef;
}

/** What it said, and what it took. */
export interface Trained {
  /** For the judged rows, in the order of `judgedRows`. */
  readonly scores: Float64Array;
  /** Milliseconds on one thread: the judged fits, and the one on all rows that would be served. */
  readonly took: number;
}

interface TrainDeps {
  readonly compute: Compute;
  onTrained?(done: number, index: number, took: number): void;
}

/** Trains each as a training run does: the fits that are judged, then all rows. Throws `train.search-all-failed`. */
export async function trainAll(
  tries: readonly Tried[],
  { fits, judged }: FitPlan,
  { compute, onTrained }: TrainDeps,
): Promise<readonly Trained[]> {
  const inputs = tries.map(({ common, ref }) => {
    const all: PlannedFit = { train: Int32Array.from(allRows(common)), score: new Int32Array(0) };
    return trialInput(common, { fits: [...judged.map((fit) => fits[fit] as PlannedFit), all], ref });
  });
  const outputs = await compute.map(trialKernel, inputs, (done, index, { took }) => onTrained?.(done, index, took));
  return outputs.map(trainedOf);
}

function allRows({ features }: Common): Iterable<number> {
  return new Int32Array(features.rows).keys();
}

function trainedOf(output: TrialOutput): Trained {
  if ("failed" in output) throw allFailed({ trials: 1, why: output.failed });
  return { scores: joinNumbers(output.scores), took: output.took };
}
