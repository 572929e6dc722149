import type { Cutoff, SettledAnswer } from "../policy/index.ts";

/** The policy of a release that acts or not, as it is stored: plain numbers; null stands for a cutoff that nothing reaches. */
export interface ReleasePolicy {
  readonly cutoff: number | null;
  readonly atCutoff: number;
  /** Chance of acting on a case that the rule picks. */
  readonly ruleAtCutoff: number;
}

/** Any release's policy as it is stored: that of one that answers is its settled policy as it is. */
export type StoredPolicy = ReleasePolicy | SettledAnswer;

/** Stores a settled policy. */
export function releasePolicy({ cutoff, atCutoff }: Cutoff, ruleAtCutoff: number): ReleasePolicy {
  return { cutoff: Number.isFinite(cutoff) ? cutoff : null, atCutoff, ruleAtCutoff };
}

/** Whether a stored policy says what to answer, and not when to act. */
export function isAnswerPolicy(policy: object): policy is SettledAnswer {
  return "policy" in policy;
}

/** The cutoffs of a stored policy: the heads' and the rule's. */
export function cutoffsOf({ cutoff, atCutoff, ruleAtCutoff }: ReleasePolicy): {
  readonly heads: Cutoff;
  readonly rule: Cutoff;
} {
  return { heads: { cutoff: cutoff ?? Infinity, atCutoff }, rule: { cutoff: 1, atCutoff: ruleAtCutoff } };
}
