import type { NeverStopsEarly } from "./_learners.ts";
import type { LearnerRef } from "./learner-ref.ts";

/** Learners that stop when they are done, or that learn out of sight. */
type CannotStop = NeverStopsEarly | "command" | "imported";

/** A share of rows to see when to stop; never for a learner that cannot stop early. */
export type ValidationFor<L extends LearnerRef> = [L["learner"]] extends [CannotStop] ? never : number;

/** Set aside to see when to stop, where the file does not say how much. */
const SHARE = 0.1;

/** The share of its training rows that a head's fits set aside; undefined where it does not stop early. */
export function validationShare(head: {
  readonly learner: LearnerRef;
  readonly validation?: number;
}): number | undefined {
  return head.validation ?? (isToldToStop(head.learner) ? SHARE : undefined);
}

/** Whether the learner, or one that it is made of, is given rounds after which to stop. */
function isToldToStop({ params, base }: LearnerRef): boolean {
  const bases: readonly LearnerRef[] = base === undefined ? [] : [base].flat();
  return Number(params.earlyStoppingRounds ?? 0) > 0 || bases.some(isToldToStop);
}
