import type { Instant } from "../../kernel/index.ts";
import { betOnLasting, noStretches, type Stretches } from "../monitors/baseline/lasting.ts";
import { MOST_FREEDOM, SIZES } from "./day-bets.ts";
import { addToDay, type DaySoFar } from "./whole-day.ts";

/** Losses of a head as days, and the days that may all be worse than promised. Plain data. */
export interface LossDays {
  readonly today?: DaySoFar<Losses>;
  readonly stretches: Stretches;
}

/** Cases, each as much as it is worth; what their losses add up to, and the degrees of freedom of their sum beyond 1. */
interface Losses {
  readonly n: number;
  readonly sum: number;
  readonly freedom: number;
}

/** What became known in a period: the mean loss of n cases, with the variance that chance gives it. */
export interface LossPeriod {
  readonly from: Instant;
  readonly periodMs: number;
  readonly n: number;
  readonly mean: number;
  /** Variance from case to case. */
  readonly variance: number;
  /** Degrees of freedom of the mean of this period's cases. */
  readonly freedom: number;
  /** What the loss may be, and the variance that days add to that of chance, with the part that neighbours share of it. */
  readonly line: number;
  readonly spread: number;
  readonly shared: number;
}

/** Before anything was seen. */
export const noLossDays: LossDays = Object.freeze({ stretches: noStretches });

/** A day that is over: its mean loss, with the bet that days like it have been too bad for a while. */
export interface LossWhole {
  readonly n: number;
  readonly mean: number;
  readonly bet: number;
  /** Days in a row that the bet is of. */
  readonly days: number;
}

/**
 * One period more. Whatever has become usual, days are held against the line, and what lasts is bet on: with 25 cases each they tell
 * within weeks what 700 tell at once. While the mean is not beyond the line the bet is expected to bring nothing.
 */
export function addLosses(
  before: LossDays,
  period: LossPeriod,
): { readonly days: LossDays; readonly whole: LossWhole | undefined } {
  const { n, mean, line } = period;
  const { stretches } = before;
  const losses = { n, sum: n * mean, freedom: Math.max(0, period.freedom - 1) };
  const { today, whole } = addToDay(before.today, losses, { ...period, merge });
  if (today !== undefined) return { days: { today, stretches }, whole: undefined };
  if (whole === undefined || !(whole.n > 0 && period.variance > 0)) return { days: { stretches }, whole: undefined };
  const chance = period.variance / whole.n;
  const found = whole.sum / whole.n;
  const { stretches: next, lasting } = betOnLasting(stretches, {
    ...{ side: "above", spread: period.spread, sizes: SIZES },
    deviation: (spread) => (found - line) / Math.sqrt(spread + chance),
    // Nothing of chance is shared; and the more days, the nearer their sum is to normal.
    common: Math.max(0.02, (period.shared * period.spread) / (period.spread + chance)),
    freedom: Math.min(MOST_FREEDOM, 3 * (1 + whole.freedom)),
  });
  return {
    days: { stretches: next },
    whole: { n: whole.n, mean: found, bet: lasting.up ?? 0, days: next.up?.n ?? 0 },
  };
}

function merge(a: Losses, b: Losses): Losses {
  return { n: a.n + b.n, sum: a.sum + b.sum, freedom: a.freedom + b.freedom };
}
