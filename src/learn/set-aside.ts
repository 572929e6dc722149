import { defineError, type ErrorConstructor, rng } from "../kernel/index.ts";
import type { Task } from "../model/index.ts";
import type { ResolvedLearner } from "./composed-learner.ts";
import type { TrainingSet } from "./learner.ts";
import type { LearnerSpec } from "./resolve.ts";
import { takeTraining } from "./training.ts";

/** Set aside where nobody says how much. */
const SHARE = 0.1;

interface BadShare {
  readonly problem: string;
}

/** Rows that would be set aside for nothing, or too many. */
export const validationInvalid: ErrorConstructor<BadShare> = defineError("learn.validation-invalid", {
  headline: "Rows set aside in vain",
  message: ({ problem }: BadShare) => `\`validation\` ${problem}.`,
});

interface Aside {
  readonly task: Task;
  readonly seed: number;
  /** Default: 0.1 where the learner is told to stop early, else none. */
  readonly share: number | undefined;
  /** The learner as it was named: patience that is only a default asks for nothing. */
  readonly spec: LearnerSpec;
}

/** What is learned from, and what is watched meanwhile. */
export interface SetAside {
  readonly training: TrainingSet;
  readonly watched: { readonly validation?: TrainingSet };
}

/**
 * Sets a share of the rows aside at random to see when to stop, the rows of a list together. A single row or list is kept
 * whole. Throws `learn.validation-invalid`.
 */
export function setAside(
  learner: ResolvedLearner,
  training: TrainingSet,
  { task, seed, share, spec }: Aside,
): SetAside {
  if (share !== undefined) checkShare(learner, share);
  const whole = { training, watched: {} };
  if (share === undefined && !isToldToStop(spec)) return whole;
  const { groups, features } = training;
  const unitOf = (row: number): number => groups?.[row] ?? row;
  const units = [...new Set(Int32Array.from({ length: features.rows }, (_, row) => unitOf(row)))];
  if (units.length < 2) return whole;
  const count = Math.max(1, Math.round((share ?? SHARE) * units.length));
  const away = new Set(rng({ seed, purpose: "set-aside" }).shuffled(units).slice(0, count));
  const rows = Int32Array.from({ length: features.rows }, (_, row) => row);
  const take = (isAway: boolean): TrainingSet =>
    takeTraining(
      training,
      rows.filter((row) => away.has(unitOf(row)) === isAway),
      task,
    );
  return { training: take(false), watched: { validation: take(true) } };
}

/** Whether the learner, or one that it is made of, is given rounds after which to stop. */
function isToldToStop({ params, base }: LearnerSpec): boolean {
  const bases: readonly LearnerSpec[] = base === undefined ? [] : [base].flat();
  return Number(params.earlyStoppingRounds ?? 0) > 0 || bases.some(isToldToStop);
}

/** Whether it has a patience, be it by default. */
function canStop({ params, bases }: ResolvedLearner): boolean {
  return Number(params.earlyStoppingRounds ?? 0) > 0 || bases.some(canStop);
}

function checkShare(learner: ResolvedLearner, share: number): void {
  const { name, capabilities } = learner;
  if (typeof share !== "number" || !(share > 0 && share <= 0.5))
    throw validationInvalid({ problem: `must be a share above 0 and at most 0.5. Got ${share}` });
  if (!capabilities.earlyStopping)
    throw validationInvalid({ problem: `is for learners that can stop early, such as gbdt. The learner is ${name}` });
  if (!canStop(learner))
    throw validationInvalid({ problem: "sets rows aside to see when to stop: `earlyStoppingRounds` is 0" });
}
