import type { Instant } from "../../kernel/index.ts";
import { betOnLasting, noStretches, type Stretches } from "../monitors/baseline/lasting.ts";

const DAY = 86_400_000;

/** Losses of a head as days, and the days that may all be worse than promised. Plain data. */
export interface LossDays {
  readonly today?: LossDay;
  readonly stretches: Stretches;
}

/** Cases of a day, each as much as it is worth; what their losses add up to, and the degrees of freedom of their sum beyond 1. */
interface LossDay {
  readonly day: number;
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

const SIZES: readonly number[] = [1, 2, 4];
const MOST_FREEDOM = 30;

/**
 * One period more. Whatever has become usual, days are held against the line, and what lasts is bet on: with 25 cases each they tell
 * within weeks what 700 tell at once. While the mean is not beyond the line the bet is expected to bring nothing.
 */
export function addLosses(
  before: LossDays,
  period: LossPeriod,
): { readonly days: LossDays; readonly whole: LossWhole | undefined } {
  const { from, periodMs, n, mean, line } = period;
  const day = Math.floor(from / DAY);
  const had = before.today?.day === day ? before.today : { day, n: 0, sum: 0, freedom: 0 };
  const today = { day, n: had.n + n, sum: had.sum + n * mean, freedom: had.freedom + Math.max(0, period.freedom - 1) };
  if (Math.floor((from + periodMs) / DAY) === day) return { days: { ...before, today }, whole: undefined };
  const { stretches } = before;
  if (!(today.n > 0 && period.variance > 0)) return { days: { stretches }, whole: undefined };
  const chance = period.variance / today.n;
  const found = today.sum / today.n;
  const { stretches: next, lasting } = betOnLasting(stretches, {
    ...{ side: "above", spread: period.spread, sizes: SIZES },
    deviation: (spread) => (found - line) / Math.sqrt(spread + chance),
    // Nothing of chance is shared; and the more days, the nearer their sum is to normal.
    common: Math.max(0.02, (period.shared * period.spread) / (period.spread + chance)),
    freedom: Math.min(MOST_FREEDOM, 3 * (1 + today.freedom)),
  });
  return {
    days: { stretches: next },
    whole: { n: today.n, mean: found, bet: lasting.up ?? 0, days: next.up?.n ?? 0 },
  };
}
