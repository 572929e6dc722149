import type { GoalLoss } from "../../learn/index.ts";
import { checkPassed } from "../checks/options.ts";
import type { LearnerRef } from "./learner-ref.ts";
import type { ValidationFor } from "./stopping.ts";

/** How much an outcome counts in a common score, and how it is learned. */
export interface BlendGoal {
  readonly weight: number;
  /** Default: `"log"` for a yes or no, `"squared"` for a number. */
  readonly loss?: GoalLoss;
  /** huber: where it turns straight, in the outcome's unit. Default: 1.345 standard deviations, robustly measured. */
  readonly delta?: number;
}

/** A model in its role: one score, more is better, learned from several outcomes at once. */
export interface BlendHead<Label extends string = string> {
  readonly task: "blend";
  /** The outcomes that count. */
  readonly labels: readonly Label[];
  readonly of: Readonly<Record<string, BlendGoal>>;
  readonly learner: LearnerRef;
  readonly calibration: "none";
  /** Share of its training rows by which a fit sees when to stop. Absent: 0.1 where the learner is told to stop early. */
  readonly validation?: number;
  /** How long it may take to score. Absent: as long as it takes. */
  readonly deadline?: string;
}

/**
 * Learns one score from a weighted sum of losses on several outcomes, yes-or-no ones and numbers. Each loss is scaled so that
 * weights mean pulls: where all outcomes are told as their averages, 0.7 beside 0.3 pulls 7 to 3, whatever their units. Only
 * the ratio of the weights matters. A row in which one of them is not known teaches nothing. To change a weight is to train again: a head for each outcome, combined by `weights`, needs none.
 *
 * @example blend({ of: { clicked: 0.7, minutes: { weight: 0.3, loss: "huber" } }, learner: gbdt() })
 */
export function blend<const Label extends string, const L extends LearnerRef = LearnerRef>(head: {
  /** By declared outcome: its weight, or the weight and the loss. */
  readonly of: { readonly [L in Label]: number | BlendGoal };
  readonly learner: L;
  /** Share of the training rows that every fit sets aside to see when to stop; as for other heads. */
  readonly validation?: ValidationFor<L>;
  /** How long it may take to score; as for other heads. */
  readonly deadline?: string;
}): BlendHead<Label> {
  checkPassed("blend", head, ["of", "learner", "validation", "deadline"]);
  checkPassed("blend.of", head.of, Object.keys(head.of ?? {}));
  const goals = Object.entries<number | BlendGoal>(head.of).map(([name, goal]) => [name, settled(name, goal)]);
  return Object.freeze({
    task: "blend",
    labels: Object.keys(head.of) as Label[],
    of: Object.fromEntries(goals),
    learner: head.learner,
    calibration: "none",
    ...(head.validation === undefined ? {} : { validation: head.validation }),
    ...(head.deadline === undefined ? {} : { deadline: head.deadline }),
  });
}

function settled(name: string, goal: number | BlendGoal): BlendGoal {
  if (typeof goal === "number") return { weight: goal };
  checkPassed(`blend.of.${name}`, goal, ["weight", "loss", "delta"]);
  return { ...goal };
}
