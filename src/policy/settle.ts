import { countBelow, countUpTo } from "../kernel/index.ts";
import type { Cutoff } from "./act-if.ts";

/** Scores in order, so that a policy can be settled on them more than once. */
export interface RankedScores {
  /** Ascending, without the missing ones. */
  readonly sorted: Float64Array;
  /** How many decisions there were, those without a score included. */
  readonly decisions: number;
}

/** Sorts scores that stand for those to come. A missing one (NaN) is a decision that is never acted on. */
export function rankScores(scores: Float64Array): RankedScores {
  return { sorted: scores.filter((score) => !Number.isNaN(score)).sort(), decisions: scores.length };
}

/**
 * Settles a policy on ranked scores: the threshold, raised until no more than `share` of the decisions is acted on.
 * Among equal scores at the boundary each has the same chance, so that a capacity is met exactly in expectation.
 */
export function settleRanked({ sorted, decisions }: RankedScores, threshold: number, share = 1): Cutoff {
  const eligible = sorted.length - countBelow(sorted, threshold);
  const room = roomFor(share, decisions);
  if (eligible <= room) return { cutoff: threshold, atCutoff: 1 };
  const cutoff = sorted[sorted.length - 1 - Math.floor(room)] as number;
  const from = countBelow(sorted, cutoff);
  const upTo = countUpTo(sorted, cutoff);
  return { cutoff, atCutoff: (room - (sorted.length - upTo)) / (upTo - from) };
}

/** {@link settleRanked} on scores as they come. */
export function settle(scores: Float64Array, threshold: number, share = 1): Cutoff {
  return settleRanked(rankScores(scores), threshold, share);
}

/** How many decisions a share is; 0.29 of 100 is 29, whatever binary fractions make of it. */
function roomFor(share: number, decisions: number): number {
  const room = share * decisions;
  const whole = Math.round(room);
  return Math.abs(room - whole) < 1e-12 * decisions ? whole : room;
}
