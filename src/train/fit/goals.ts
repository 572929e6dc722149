import { checkGoalLearner, type Goal, goalsUnsupported } from "../../learn/index.ts";
import type { Head, LearnerRef, SystemDefinition } from "../../system/index.ts";
import { isOutside } from "../outside/is-outside.ts";

/** Throws `learn.goals-unsupported` for a learner that learns from one outcome alone. */
export function checkBlendLearner(ref: LearnerRef, where: string): void {
  if (isOutside(ref)) throw goalsUnsupported({ learner: ref.learner });
  checkGoalLearner(ref, where);
}

/** The outcomes that a head learns one score from, each by the loss of its kind where none is named; none for other heads. */
export function goalsOf(
  { outcomes }: Pick<SystemDefinition, "outcomes">,
  head: Head,
): { readonly goals?: readonly Goal[] } {
  if (head.task !== "blend") return {};
  const lossOf = (name: string): Goal["loss"] => (outcomes[name]?.kind === "flag" ? "log" : "squared");
  return { goals: Object.entries(head.of).map(([name, goal]) => ({ name, loss: lossOf(name), ...goal })) };
}
