import { type Cutoff, type Soft, softProbability } from "./act-if.ts";
import type { Explore } from "./explore.ts";
import type { Belief } from "./posterior.ts";
import { type RankedScores, settleRanked } from "./settle.ts";

/** A policy to be settled: from which score on, how many at most, how it explores. */
export interface Exploring {
  readonly threshold: number;
  /** Of all decisions. Default 1. */
  readonly share?: number | undefined;
  readonly explore?: Explore | undefined;
  /** Of Thompson sampling: how far a score may be off, in its own unit. */
  readonly belief?: Belief | undefined;
}

/**
 * Settles a policy that explores, so that on average no more than `share` of the decisions is acted on, exploring included:
 * a random decision acts as rarely as the share says, and a soft cutoff is raised until its mean keeps it.
 */
export function settleExploring(ranked: RankedScores, { threshold, share = 1, explore, belief }: Exploring): Cutoff {
  if (explore === undefined) return settleRanked(ranked, threshold, share);
  if (explore.explore === "epsilon") {
    const acts = share < 1 ? share : 0.5;
    return { ...settleRanked(ranked, threshold, share), mix: { share: explore.share, acts } };
  }
  const soft = softOf(explore, belief);
  return { cutoff: raised(ranked, { threshold, share, soft }), atCutoff: 1, soft };
}

function softOf(explore: Exclude<Explore, { explore: "epsilon" }>, belief: Belief | undefined): Soft {
  if (explore.explore === "softmax") return { curve: "logistic", width: explore.temperature, shift: 0 };
  return { curve: "normal", width: belief?.deviation ?? explore.scale, shift: belief?.mean ?? 0 };
}

/** Widths from a cutoff at which a curve has no rise left. */
const FLAT = 40;
/** Halvings: more than the bits of a score. */
const HALVINGS = 64;

/** The lowest cutoff from the threshold on at which the mean chance of acting keeps the share. */
function raised(
  ranked: RankedScores,
  { threshold, share, soft }: { readonly threshold: number; readonly share: number; readonly soft: Soft },
): number {
  const meanAt = (cutoff: number): number => meanChance(ranked, { cutoff, atCutoff: 1, soft });
  if (!(meanAt(threshold) > share)) return threshold;
  const { sorted } = ranked;
  // Beyond so many widths a curve is 0 or 1 to the last bit, so that a threshold of −∞ has a beginning, too.
  let low = Math.max(threshold, (sorted[0] ?? 0) - soft.shift - FLAT * soft.width);
  let high = Math.max(low, sorted.at(-1) ?? low) + soft.width;
  while (meanAt(high) > share) high += high - low;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (meanAt(middle) > share) low = middle;
    else high = middle;
  }
  return high;
}

function meanChance({ sorted, upTo, decisions }: RankedScores, cutoff: Cutoff): number {
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) {
    const weight = upTo === null ? 1 : (upTo[i + 1] as number) - (upTo[i] as number);
    sum += weight * softProbability(cutoff, sorted[i] as number);
  }
  return sum / decisions;
}
