import { effectiveSize } from "../../stats/index.ts";
import { betOnLasting, type LastingLook, type Stretches } from "../monitors/baseline/lasting.ts";
import { labelVariance } from "../monitors/followed/label-chance.ts";
import type { LabelSeen } from "../seen/seen.ts";
import { MOST_FREEDOM, SIZES } from "./day-bets.ts";
import { type DayScore, scatterOf, type UsualEffect } from "./usual-effect.ts";

/** Between which two log-odds, added to all that a head foresees, labels are as training promised: `below` is negative. */
export interface Promised {
  readonly below: number;
  readonly above: number;
}

/** So many standard deviations of a label may differ from training; in log-odds never more than this. */
const TOLERANCE = 0.05;
const MOST_TOLERANCE = 0.35;

/**
 * What the labels of the reference promise: between calibrated and as far off as they were themselves, with a tolerance and the
 * standard error to which few labels of the reference are known. Undefined where these are too few.
 */
export function promisedBy(known: LabelSeen | undefined): Promised | undefined {
  const n = known === undefined ? 0 : effectiveSize(known.labels);
  if (known === undefined || n < 2) return undefined;
  const variance = labelVariance(known);
  const off = (known.labels.mean - known.predicted.mean) / variance;
  const room = Math.min(MOST_TOLERANCE, TOLERANCE / Math.sqrt(variance)) + 1 / Math.sqrt(n * variance);
  return { below: Math.min(0, off) - room, above: Math.max(0, off) + room };
}

/** How much of what days add to an effect neighbours may have in common. */
const COMMON = 0.5;

/**
 * Bets that labels of a stretch of days are more, and less, frequent than promised, whatever has become usual. Where the effect is
 * within the promise, or on its edge, each has an expectation of at most 1: p (1 − p) (e^t − 1) is the most by which t added to
 * the log-odds moves a probability, and p (1 − p) e^t the most that its variance comes to.
 */
export function hearPromised(
  before: Stretches,
  day: DayScore,
  { promised, usual }: { readonly promised: Promised; readonly usual: UsualEffect },
): { readonly stretches: Stretches; readonly bets: readonly number[] } {
  if (!(day.information > 0)) return { stretches: before, bets: [] };
  const up = betOnLasting(before, lookOf(day, promised.above, { usual, side: "above" }));
  const down = betOnLasting(before, lookOf(day, promised.below, { usual, side: "below" }));
  return {
    stretches: { ...up.stretches, ...down.stretches },
    bets: [up.lasting.up ?? 0, down.lasting.down ?? 0],
  };
}

function lookOf(
  { score, information }: DayScore,
  edge: number,
  { usual, side }: { readonly usual: UsualEffect; readonly side: "above" | "below" },
): LastingLook {
  const off = score - Math.sign(edge) * Math.expm1(Math.abs(edge)) * information;
  const chance = information * Math.exp(Math.abs(edge));
  const spread = scatterOf(usual);
  const variance = (scatter: number): number => chance + information ** 2 * scatter;
  return {
    ...{ side, spread, sizes: SIZES },
    deviation: (scatter) => off / Math.sqrt(variance(scatter)),
    // Nothing of chance is shared; and the more days, the nearer their sum is to normal.
    common: Math.max(0.02, COMMON * (1 - chance / variance(spread))),
    freedom: Math.min(MOST_FREEDOM, 3 * (1 + 2 * information)),
  };
}
