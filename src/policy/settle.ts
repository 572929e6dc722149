import { countBelow, countUpTo } from "../kernel/index.ts";
import type { Cutoff } from "./act-if.ts";

/** Scores in order, so that a policy can be settled on them more than once. */
export interface RankedScores {
  /** Ascending, without the missing ones. */
  readonly sorted: Float64Array;
  /** How many decisions there were, those without a score included; of weighted ones their weight. */
  readonly decisions: number;
  /** What the first 0, 1, 2 … of `sorted` weigh together; null where each weighs 1. */
  readonly upTo: Float64Array | null;
}

/**
 * Sorts scores that stand for those to come. A missing one (NaN) is a decision that is never acted on. With weights each
 * stands for that many: a share is then one of all that they stand for.
 */
export function rankScores(scores: Float64Array, weights?: Float64Array): RankedScores {
  const isEven = weights === undefined || weights.every((weight) => weight === weights[0]);
  if (isEven)
    return { sorted: scores.filter((score) => !Number.isNaN(score)).sort(), decisions: scores.length, upTo: null };
  const rows = Int32Array.from(scores.keys()).filter((row) => !Number.isNaN(scores[row] as number));
  rows.sort((a, b) => (scores[a] as number) - (scores[b] as number));
  const upTo = new Float64Array(rows.length + 1);
  rows.forEach((row, i) => {
    upTo[i + 1] = (upTo[i] as number) + (weights[row] as number);
  });
  return {
    sorted: Float64Array.from(rows, (row) => scores[row] as number),
    decisions: weights.reduce((sum, weight) => sum + weight, 0),
    upTo,
  };
}

/**
 * Settles a policy on ranked scores: the threshold, raised until no more than `share` of the decisions is acted on.
 * Among equal scores at the boundary each has the same chance, so that a capacity is met exactly in expectation.
 */
export function settleRanked(ranked: RankedScores, threshold: number, share = 1): Cutoff {
  const { sorted, decisions } = ranked;
  const above = (count: number): number => weighFirst(ranked, sorted.length) - weighFirst(ranked, count);
  const room = roomFor(share, decisions);
  if (above(countBelow(sorted, threshold)) <= room) return { cutoff: threshold, atCutoff: 1 };
  const cutoff = sorted[lastInside(ranked, room)] as number;
  const from = countBelow(sorted, cutoff);
  const upTo = countUpTo(sorted, cutoff);
  return { cutoff, atCutoff: (room - above(upTo)) / (above(from) - above(upTo)) };
}

/** What the lowest `count` scores weigh. */
function weighFirst({ upTo }: RankedScores, count: number): number {
  return upTo === null ? count : (upTo[count] as number);
}

/** The place of the lowest score of which all that lie above still have room. */
function lastInside(ranked: RankedScores, room: number): number {
  const { sorted, upTo } = ranked;
  if (upTo === null) return sorted.length - 1 - Math.floor(room);
  const total = weighFirst(ranked, sorted.length);
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (total - weighFirst(ranked, middle + 1) <= room) high = middle;
    else low = middle + 1;
  }
  return low;
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
