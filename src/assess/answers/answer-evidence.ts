import { isInsufficient } from "../../kernel/index.ts";
import type { Objective } from "../../objective/index.ts";
import type { Warning } from "../../train/index.ts";
import { earns } from "../gain-rows.ts";
import type { AnswerFacts } from "./answer-facts.ts";
import type { AnswerWorth } from "./answer-worth.ts";
import type { AnswerSignal } from "./quick-answers.ts";

/** Everything that the verdict rests on. */
export interface AnswerEvidence {
  readonly objective: Objective;
  readonly data: AnswerFacts;
  readonly leaks: readonly Warning[];
  /** Null when there are too few examples to fit anything. */
  readonly found: AnswerFindings | null;
}

/** What the quick fits and the lookups came to. */
export interface AnswerFindings {
  readonly signal: AnswerSignal;
  readonly lookup: readonly string[] | null;
  readonly worth: AnswerWorth;
}

/** Whether something was learned: clearly more than nothing, and than the same fit on a shuffled truth. */
export function hasSkill({ skill, permuted }: AnswerSignal): boolean {
  if (isInsufficient(skill)) return false;
  return skill.low > 0 && (isInsufficient(permuted) || skill.low > permuted.value);
}

/** The share of the model's gain over looking at nothing that a lookup keeps; null where no gain is shown or none was looked for. */
export function keptByLookup({ worth }: Pick<AnswerFindings, "worth">): number | null {
  const { overConstant, lookupOverConstant } = worth;
  if (lookupOverConstant === null || isInsufficient(lookupOverConstant)) return null;
  if (isInsufficient(overConstant) || !earns(overConstant)) return null;
  return lookupOverConstant.value / overConstant.value;
}

/** A lookup that keeps so much of the model's gain is enough. */
export const ENOUGH_KEPT = 0.98;
/** Where answers must be explainable, so much is enough. */
export const ENOUGH_EXPLAINED = 0.95;
