import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** How a goal's outcome is told from the common score: as a log odds, as a value, as a count's logarithm. */
export const GOAL_LOSSES = ["log", "squared", "huber", "poisson"] as const;
export type GoalLoss = (typeof GOAL_LOSSES)[number];

/** One of several outcomes that a common score is learned from. */
export interface Goal {
  /** Of the outcome. */
  readonly name: string;
  /** How much it counts beside the others: only the ratio of the weights matters. */
  readonly weight: number;
  readonly loss: GoalLoss;
  /** huber: where it turns straight, in the outcome's own unit. Default: 1.345 standard deviations, robustly measured. */
  readonly delta?: number;
}

interface NoGoals {
  readonly learner: string;
}

/** A learner that learns from one outcome alone. */
export const goalsUnsupported: ErrorConstructor<NoGoals> = defineError("learn.goals-unsupported", {
  headline: "A learner of one outcome",
  message: ({ learner }: NoGoals) => `The learner ${learner} cannot learn one score from several outcomes at once.`,
  hint: () => "Use gbdt, or a head for each outcome, combined by `weights`.",
});

interface BadGoals {
  readonly problem: string;
}

/** Goals that cannot be weighed against each other. */
export const goalsInvalid: ErrorConstructor<BadGoals> = defineError("learn.goals-invalid", {
  headline: "Goals that cannot be weighed",
  message: ({ problem }: BadGoals) => `The goals of a common score ${problem}.`,
});

/** Throws `learn.goals-invalid` unless the goals have different names, usable weights and known losses. */
export function checkGoals(goals: readonly Goal[]): void {
  if (new Set(goals.map(({ name }) => name)).size < goals.length)
    throw goalsInvalid({ problem: "must be different outcomes" });
  for (const { name, weight, loss, delta = 1 } of goals) {
    if (!(Number.isFinite(weight) && weight >= 0))
      throw goalsInvalid({ problem: `need weights of 0 or more. \`${name}\` has ${weight}` });
    if (!GOAL_LOSSES.includes(loss))
      throw goalsInvalid({ problem: `have a loss of ${GOAL_LOSSES.join(", ")}. \`${name}\` has ${String(loss)}` });
    if (!(Number.isFinite(delta) && delta > 0))
      throw goalsInvalid({ problem: `need a delta above 0. \`${name}\` has ${delta}` });
  }
  if (!goals.some(({ weight }) => weight > 0)) throw goalsInvalid({ problem: "need a weight above 0 among them" });
}
