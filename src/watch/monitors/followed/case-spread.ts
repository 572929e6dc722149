import { effectiveSize, type WeightedMoments } from "../../../stats/index.ts";
import type { Measure } from "../evidence/measures.ts";

const DAY = 86_400_000;
/** What one case differs from another is remembered for about so long. */
const MEMORY = 14 * DAY;

/**
 * How far cases differ from each other in what is measured of them, of all periods of late together: of one period by itself that
 * says nothing where few came, such as a night in which nobody was acted on, or two cases that happen to be alike. Plain data.
 */
export interface CaseSpread {
  /** Sum of squared differences from the mean of their period, and of how many cases beyond the first of each. */
  readonly squares: number;
  readonly freedom: number;
}

/** By the name of what is measured. */
export type Spreads = Readonly<Record<string, CaseSpread>>;

export const noSpread: CaseSpread = Object.freeze({ squares: 0, freedom: 0 });

/** One period more, of `n` cases whose squared differences from their mean add up to `squares`. */
export function learnSpread(
  before: CaseSpread,
  { n, squares, periodMs }: { readonly n: number; readonly squares: number; readonly periodMs: number },
): CaseSpread {
  const stays = Math.exp(-periodMs / MEMORY);
  return { squares: stays * before.squares + squares, freedom: stays * before.freedom + Math.max(0, n - 1) };
}

/** Variance from case to case; 0 while none differed. */
export function caseVariance({ squares, freedom }: CaseSpread): number {
  return freedom > 0 ? squares / freedom : 0;
}

/** Fewer cases beyond the first of their period do not tell how far cases differ. */
const FEWEST = 20;
/** The mean of few cases has the tails of the cases, which nobody knows: one degree of freedom more for so many. */
const PER_FREEDOM = 10;

/** The mean of a period's cases, which may weigh differently, with the variance that cases of late give it. */
export function spreadMeasure(
  before: CaseSpread,
  moments: WeightedMoments,
  periodMs: number,
): { readonly spread: CaseSpread; readonly measure: Measure | undefined } {
  const n = effectiveSize(moments);
  if (n <= 0) return { spread: before, measure: undefined };
  const spread = learnSpread(before, { n, squares: (moments.m2 / moments.weight) * n, periodMs });
  if (spread.freedom < FEWEST) return { spread, measure: undefined };
  const measure = { value: moments.mean, variance: caseVariance(spread) / n, freedom: 1 + n / PER_FREEDOM };
  return { spread, measure };
}
