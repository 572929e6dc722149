import type { Cutoff, Ladder, SettledAnswer } from "../policy/index.ts";

/** The policy of a release that acts or not, as it is stored: plain numbers; null stands for a cutoff that nothing reaches. */
export interface ReleasePolicy {
  readonly cutoff: number | null;
  readonly atCutoff: number;
  /** Chance of acting on a case that the rule picks. */
  readonly ruleAtCutoff: number;
  /** How the policy explores. Absent: it does not. */
  readonly soft?: Cutoff["soft"];
  readonly mix?: Cutoff["mix"];
  /** What a price is read off, under a capacity that is counted in windows of time. */
  readonly ladder?: Ladder;
}

/** Any release's policy as it is stored: that of one that answers is its settled policy as it is. */
export type StoredPolicy = ReleasePolicy | SettledAnswer;

/** Stores a settled policy. */
export function releasePolicy(
  { cutoff, atCutoff, soft, mix }: Cutoff,
  ruleAtCutoff: number,
  ladder?: Ladder,
): ReleasePolicy {
  return {
    cutoff: Number.isFinite(cutoff) ? cutoff : null,
    atCutoff,
    ruleAtCutoff,
    ...(soft === undefined ? {} : { soft }),
    ...(mix === undefined ? {} : { mix }),
    ...(ladder === undefined ? {} : { ladder }),
  };
}

/** Whether a stored policy says what to answer, and not when to act. */
export function isAnswerPolicy(policy: object): policy is SettledAnswer {
  return "policy" in policy;
}

/** The cutoffs of a stored policy: the heads', with the ladder of its prices, and the rule's, which never explores. */
export function cutoffsOf({ cutoff, atCutoff, ruleAtCutoff, soft, mix, ladder }: ReleasePolicy): {
  readonly heads: Cutoff;
  readonly rule: Cutoff;
  readonly ladder?: Ladder;
} {
  const exploring = { ...(soft === undefined ? {} : { soft }), ...(mix === undefined ? {} : { mix }) };
  return {
    heads: { cutoff: cutoff ?? Infinity, atCutoff, ...exploring },
    rule: { cutoff: 1, atCutoff: ruleAtCutoff },
    ...(ladder === undefined ? {} : { ladder }),
  };
}
