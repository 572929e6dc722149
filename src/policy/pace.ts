import { log } from "../kernel/index.ts";
import type { Cutoff } from "./act-if.ts";
import type { RankedScores } from "./settle.ts";
import { type Exploring, settleExploring } from "./settle-exploring.ts";
import type { WindowSeen } from "./window.ts";

/** The cutoff at which a share of decisions is acted on. `cutoff` null: nobody is. */
export type Rung = readonly [share: number, cutoff: number | null, atCutoff: number];

/** Cutoffs by the share of decisions that they let through: what a shadow price is read off. Plain data. */
export interface Ladder {
  /** The share that spends the budget evenly when as many decisions come as expected. */
  readonly share: number;
  /** Ascending by share. */
  readonly rungs: readonly Rung[];
}

/** The ladder reaches so many rungs either side of the share; two rungs double it. */
const RUNGS = 8;

/** Settles a policy at a range of shares. */
export function ladderOf(ranked: RankedScores, { threshold, share = 1, explore, belief }: Exploring): Ladder {
  const steps = Array.from({ length: 2 * RUNGS + 1 }, (_, i) => share * 2 ** ((i - RUNGS) / 2));
  const shares = [...new Set(steps.map((step) => Math.min(1, step)))];
  const rungs = shares.map((at): Rung => {
    const { cutoff, atCutoff } = settleExploring(ranked, { threshold, share: at, explore, belief });
    return [at, Number.isFinite(cutoff) ? cutoff : null, atCutoff];
  });
  return { share, rungs };
}

/** How fast the price answers: the share falls with the fourth power of how far the budget runs ahead of time. */
const GAIN = 4;

/**
 * The share of decisions to act on now, as a multiple of the one that was planned: 1 on pace, below 1 when the budget runs
 * ahead of time, above 1 when it lags, 0 when it is spent. With m times the expected demand the budget is spent evenly at
 * m^(−1/3) of the plan's pace after a first excess, and never before the window ends.
 */
export function paceOf({ most, used, elapsed }: WindowSeen): number {
  if (!(used < most)) return 0;
  const ahead = (most - used) / most / Math.max(1 - elapsed, 1e-9);
  return Math.min(ahead, 16) ** GAIN;
}

/**
 * A settled cutoff at the price of the moment: raised while the budget runs ahead of time, lowered (never below the
 * threshold) while it lags. Without a ladder the chance of acting moves instead. A pure function of what is given.
 */
export function pacedCutoff(base: Cutoff, seen: WindowSeen, ladder?: Ladder): Cutoff {
  const pace = paceOf(seen);
  if (pace === 0) return { cutoff: Infinity, atCutoff: 0 };
  if (ladder === undefined) {
    const atCutoff = Math.min(1, base.atCutoff * Math.max(1, pace));
    return pace < 1 ? { ...base, atCutoff, thin: pace } : { ...base, atCutoff };
  }
  const mix = base.mix === undefined ? {} : { mix: { ...base.mix, acts: Math.min(1, base.mix.acts * pace) } };
  return { ...base, ...mix, ...rungAt(ladder, ladder.share * pace) };
}

/** The cutoff at a share, between the rungs by the logarithm of the share; nobody's below the lowest, the highest above it. */
function rungAt({ rungs }: Ladder, share: number): Pick<Cutoff, "cutoff" | "atCutoff"> {
  const [above, below] = [rungs.find(([at]) => at >= share), rungs.findLast(([at]) => at <= share)];
  if (below === undefined) return { cutoff: Infinity, atCutoff: 0 };
  const [low, from, chance] = below;
  if (above === undefined || above === below || from === null || above[1] === null)
    return { cutoff: from ?? Infinity, atCutoff: chance };
  const [high, to, highChance] = above;
  // Among equal scores the chance grows with the share; between different ones the cutoff falls with its logarithm.
  if (from === to) return { cutoff: from, atCutoff: chance + ((highChance - chance) * (share - low)) / (high - low) };
  const part = log(share / low) / log(high / low);
  return { cutoff: from + part * (to - from), atCutoff: 1 };
}
