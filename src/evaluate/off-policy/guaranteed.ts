import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { CappedSums, RewardRange } from "./capped.ts";
import { deltaVariance } from "./comoments.ts";

/** What a bound that holds for any sample size needs to know. */
export interface GuaranteeOptions {
  readonly level: number;
  readonly range: RewardRange;
  /** The rewards that were seen lie between these. */
  readonly seen: RewardRange;
  /** Rows of the largest unit. */
  readonly largestUnit: number;
}

const LEFT = 4;

/**
 * An interval that holds for every sample size and any overlap, not only in the limit: each cap gives a lower bound of
 * min(weight, cap) · (reward − least), which is never negative and at most cap times the range, and of its mirror image;
 * the best of all caps counts, each at its part of the error. The empirical Bernstein bound of Maurer, Pontil. COLT 2009,
 * theorem 11, for independent units given how many rows each has.
 */
export function guaranteedInterval(caps: readonly CappedSums[], options: GuaranteeOptions): Estimated {
  const { range, seen, level } = options;
  const finite = caps.filter(({ cap, sums }) => Number.isFinite(cap) && sums.moments.n > 1);
  if (finite.length === 0) return insufficient("too-few-rows", { need: 2, have: caps[0]?.sums.moments.n ?? 0 });
  const outside = rewardsOutside(range, seen);
  if (outside !== null) return outside;
  // Two ends for each cap.
  const error = (1 - level) / (2 * finite.length);
  const bound = (end: End): number => Math.max(...finite.map((one) => lowerBound(one, { ...options, error, ...end })));
  const low = Math.max(range.low, range.low + bound({ from: range.low, sign: 1 }));
  const high = Math.min(range.high, range.high - bound({ from: range.high, sign: -1 }));
  return { value: (low + high) / 2, low, high, level };
}

/** Why a range cannot be believed. */
function rewardsOutside({ low, high }: RewardRange, seen: RewardRange): Insufficient | null {
  if (seen.low >= low && seen.high <= high) return null;
  return insufficient("reward-outside-range", {
    need: seen.low < low ? low : high,
    have: seen.low < low ? seen.low : seen.high,
  });
}

interface End {
  readonly from: number;
  readonly sign: 1 | -1;
}

/** A lower bound of the mean of `sign · min(weight, cap) · (reward − from)`. */
function lowerBound(
  { cap, sums }: CappedSums,
  { from, sign, error, range, largestUnit }: GuaranteeOptions & End & { readonly error: number },
): number {
  const { n, means } = sums.moments;
  const [brought, size, left] = [means[0] as number, means[1] as number, means[LEFT] as number];
  const variance = deltaVariance(sums.moments, [sign, 0, 0, 0, -sign * from]) * n;
  const most = cap * (range.high - range.low) * largestUnit;
  const log = Math.log(2 / error);
  const slack = Math.sqrt((2 * variance * log) / n) + (7 * most * log) / (3 * (n - 1));
  return (sign * (brought - from * left) - slack) / size;
}
