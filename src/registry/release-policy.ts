import type { Cutoff } from "../policy/index.ts";

/** A release's policy as it is stored: plain numbers; null stands for a cutoff that nothing reaches. */
export interface ReleasePolicy {
  readonly cutoff: number | null;
  readonly atCutoff: number;
  /** Chance of acting on a case that the rule picks. */
  readonly ruleAtCutoff: number;
}

/** Stores a settled policy. */
export function releasePolicy({ cutoff, atCutoff }: Cutoff, ruleAtCutoff: number): ReleasePolicy {
  return { cutoff: Number.isFinite(cutoff) ? cutoff : null, atCutoff, ruleAtCutoff };
}

/** The cutoffs of a stored policy: the heads' and the rule's. */
export function cutoffsOf({ cutoff, atCutoff, ruleAtCutoff }: ReleasePolicy): {
  readonly heads: Cutoff;
  readonly rule: Cutoff;
} {
  return { heads: { cutoff: cutoff ?? Infinity, atCutoff }, rule: { cutoff: 1, atCutoff: ruleAtCutoff } };
}
