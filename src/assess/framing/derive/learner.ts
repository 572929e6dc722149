import { isAlidadeError } from "../../../kernel/index.ts";
import { checkLearnerRef } from "../../../learn/index.ts";
import type { Task } from "../../../model/index.ts";
import type { LearnerRef, SystemDefinition } from "../../../system/index.ts";
import type { Dataset } from "../../../train/index.ts";
import { learnerFor } from "../../quick-fit.ts";

/** With more classes than this a forest for each takes long; fewer rounds still tell how good a framing is. */
const MANY_CLASSES = 8;

interface Taught {
  readonly dataset: Dataset;
  /** How many classes there are. Default 1. */
  readonly classes?: number;
}

/**
 * The learner of a derived framing: the declared one where it can do the task, so that framings differ and not algorithms;
 * else small trees.
 */
export function learnerTo(task: Task, { heads }: SystemDefinition, { dataset, classes = 1 }: Taught): LearnerRef {
  const declared = Object.values(heads).map(({ learner }) => learner);
  const able = declared.find((learner) => !("base" in learner) && canDo(learner, task));
  if (able !== undefined) return able;
  return quickLearnerFor(dataset, classes);
}

/** Small trees, held back where there is much to overfit to. */
export function quickLearnerFor(dataset: Dataset, classes = 1): LearnerRef {
  const { learner, params } = learnerFor(dataset);
  return { learner, params: { ...params, rounds: classes > MANY_CLASSES ? 25 : 60 } } as LearnerRef;
}

function canDo(learner: LearnerRef, task: Task): boolean {
  try {
    checkLearnerRef(learner, task, "learner");
    return true;
  } catch (thrown) {
    if (isAlidadeError(thrown)) return false;
    throw thrown;
  }
}
