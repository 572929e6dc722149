import { shareAtLeast } from "../../../stats/index.ts";
import type { Seen } from "../../seen/seen.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a server said of one period. */
export interface Served {
  readonly to: number;
  readonly lengthMs: number;
  readonly readyMs: number;
  readonly requests: number;
  readonly failed: number;
  readonly decisions: number;
}

/** Periods that are remembered: of three days, and at most this many. */
const MOST = 1_000;

/** The periods of the last three days of which a server told, oldest first; of one in which it began it tells nothing. */
export function remembered(before: readonly Served[], { from, to, health, decisions }: Seen): readonly Served[] {
  if (health === undefined) return before;
  const lengthMs = to - from;
  const readyMs = Math.min(lengthMs, health.readyMs);
  const { requests, failed } = health;
  const all = [...before, { to, lengthMs, readyMs, requests, failed: Math.min(failed, requests), decisions }];
  return all.filter((one) => to - one.to < 3 * DAY).slice(-MOST);
}

/** Periods whose end lies within a time before the last one's; at least that one. */
export function within(served: readonly Served[], ms: number): readonly Served[] {
  const last = served.at(-1);
  return last === undefined ? [] : served.filter((one) => one === last || last.to - one.to < ms);
}

/** How fast an error budget is used up: 1 is as fast as it is given. */
export interface Burn {
  /** Share of the time, or of the requests in it, in which the server was of no use. */
  readonly lost: number;
  readonly rate: number;
  /** Whether more than chance says that the rate is at least so high. */
  readonly isAtLeast: (rate: number) => boolean;
}

/** Chance shows so high a rate in one look of a thousand. */
const HARDLY = 1e-3;

/** The budget that is used up in some periods, at a target such as 0.999. */
export function burnOf(served: readonly Served[], target: number): Burn {
  const sum = (of: (one: Served) => number): number => served.reduce((all, one) => all + of(one), 0);
  const [requests, failed] = [sum(({ requests }) => requests), sum(({ failed: of }) => of)];
  const down =
    1 -
    sum(({ readyMs }) => readyMs) /
      Math.max(
        1,
        sum(({ lengthMs }) => lengthMs),
      );
  const budget = 1 - target;
  const lost = down + (1 - down) * (requests > 0 ? failed / requests : 0);
  const surely = down + (1 - down) * (requests > 0 ? shareAtLeast(failed, requests, HARDLY) : 0);
  return { lost, rate: lost / budget, isAtLeast: (rate) => surely >= rate * budget };
}

/** A rate that must hold over a long window and, lest it is told when all is over, over a short one. */
export interface BurnRule {
  readonly rate: number;
  readonly longMs: number;
  readonly shortMs: number;
}

/**
 * The rates at which 2 % of a month's budget is gone in an hour, 5 % in six, 10 % in three days.
 * Beyer, Murphy, Rensin, Kawahara, Thorne. The site reliability workbook. 2018, chapter 5, table 5-8.
 */
export const BURN_RULES: readonly BurnRule[] = Object.freeze([
  { rate: 14.4, longMs: HOUR, shortMs: HOUR / 12 },
  { rate: 6, longMs: 6 * HOUR, shortMs: HOUR / 2 },
  { rate: 1, longMs: 3 * DAY, shortMs: 6 * HOUR },
]);

/**
 * The first rule that is broken; undefined while the budget lasts. Of the long window more than chance must say so; the short one
 * only tells whether it is still so. Windows that are longer than what was seen do not count yet.
 */
export function brokenRule(served: readonly Served[], target: number): BurnRule | undefined {
  const seenMs = served.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
  const over = (ms: number): Burn => burnOf(within(served, ms), target);
  return BURN_RULES.find(
    ({ rate, longMs, shortMs }) => seenMs >= longMs && over(longMs).isAtLeast(rate) && over(shortMs).rate >= rate,
  );
}
