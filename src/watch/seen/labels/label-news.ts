import type { Instant } from "../../../kernel/index.ts";
import type { LabelNews } from "../seen.ts";
import type { LabelledHead } from "./labelled-heads.ts";
import { type ReportDelays, type Reported, reportDelays, reportedBy } from "./report-delays.ts";
import type { LookedAt } from "./so-far.ts";

/** A probability is not believed to be nearer to 0 or 1 than this. */
const SUREST = 1e-4;

/** Log-odds count as no further than this from those of the average: one case that was all but certain is not to decide a day. */
const MOST_ODDS = 2;

const DAY = 86_400_000;
/** Of windows that are no shorter news is told once a day: many decisions wait then, and what an hour tells of them is little. */
const LONG = 2 * DAY;

/** A stretch of time in which something may become known. */
export interface NewsPeriod {
  readonly from: Instant;
  readonly to: Instant;
}

/** The stretch of which the news is told with a period: its own, or of long windows all since the last that ended a day; none in between. */
export function newsPeriod({ from, to }: NewsPeriod, within: number): NewsPeriod | undefined {
  const length = to - from;
  if (length >= DAY || within < LONG) return { from, to };
  const today = Math.floor(from / DAY) * DAY;
  if (to < today + DAY) return undefined;
  return { from: from - Math.floor((from - today) / length) * length, to };
}

/**
 * What became known in a period of the yes or no that a head foresaw, reports of open windows among it. A decision of which
 * nothing was heard is a yes with a chance that falls as it grows older: of what is a yes some part would have been reported by
 * then. As a period goes by the chance becomes 1 with a yes, 0 with a no, or somewhat less; on average it stays as it was if
 * probabilities and delays are as ever, so that what it gains or loses is news, and gains of different periods are uncorrelated
 * (Doob's martingale of the labels), but for what is wrong about the delays: these are known as well as the decisions show whose
 * windows closed before. Each decision that was not acted on counts alike, since of one score all are alike. Undefined of heads
 * that foresee something else.
 */
export function labelNews(
  head: LabelledHead,
  looked: () => readonly LookedAt[],
  told: NewsPeriod,
): LabelNews | undefined {
  const [outcome, ...more] = head.outcomes;
  const period = newsPeriod(told, head.within);
  if (head.task !== "binary" || outcome === undefined || more.length > 0 || period === undefined) return undefined;
  const all = toldIn(head, looked(), outcome);
  const { within } = head;
  const closed = all.filter(({ at }) => at + within < period.from);
  const delays = reportDelays(closed.map((one) => reportedOf(one, within)));
  const centre = logOdds(all.reduce((sum, one) => sum + one.predicted, 0) / Math.max(1, all.length));
  const sums: Sums = { cases: 0, gap: 0, trend: 0, variance: [0, 0, 0], reports: [0, 0] };
  for (const one of all) {
    if (one.at >= period.to || one.at + within < period.from) continue;
    addNews(sums, one, { delays, within, period, centre });
  }
  return sums;
}

/** Decisions that the head foresaw, and that were not acted on where that matters. */
function toldIn(
  head: LabelledHead,
  looked: readonly LookedAt[],
  [name, within]: readonly [name: string, within: number],
): readonly Told[] {
  return looked.flatMap(({ decision, reports }): readonly Told[] => {
    const { acted, candidates, heads } = decision.body;
    const predicted = heads[head.name]?.[0];
    if (!Number.isFinite(predicted) || candidates !== undefined || (acted && head.changedByActing)) return [];
    return [toldOf({ decision, reports }, { name, within, predicted: predicted as number })];
  });
}

/** A decision, and what was reported of it in time, by when. */
interface Told {
  readonly at: Instant;
  readonly predicted: number;
  readonly reports: readonly { readonly at: Instant; readonly isYes: boolean }[];
}

interface Asked {
  readonly name: string;
  readonly within: number;
  readonly predicted: number;
}

function toldOf({ decision: { at }, reports }: LookedAt, asked: Asked): Told {
  const predicted = Math.min(1 - SUREST, Math.max(SUREST, asked.predicted));
  if (reports.length === 0) return { at, predicted, reports: [] };
  const inTime = reports.filter(
    ({ body }) => body.outcome === asked.name && body.happenedAt >= at && body.happenedAt <= at + asked.within,
  );
  return {
    at,
    predicted,
    reports: inTime.map((one) => ({ at: one.at, isYes: one.body.value === true })).sort((a, b) => a.at - b.at),
  };
}

function reportedOf({ at, reports }: Told, within: number): Reported {
  const last = reports.findLast((one) => one.at <= at + within);
  return last === undefined ? { isYes: false, after: undefined } : { isYes: last.isYes, after: last.at - at };
}

interface Gone {
  readonly delays: ReportDelays;
  readonly within: number;
  readonly period: NewsPeriod;
  /** Log-odds of what is foreseen on average. */
  readonly centre: number;
}

/** The chance of a yes as it is known at a time, whether it was reported, and whether it is certain. */
interface Known {
  readonly chance: number;
  readonly isTold: boolean;
  readonly isSure: boolean;
}

function logOdds(p: number): number {
  const inside = Math.min(1 - SUREST, Math.max(SUREST, p));
  return Math.log(inside / (1 - inside));
}

interface Sums {
  cases: number;
  gap: number;
  trend: number;
  readonly variance: [level: number, slant: number, square: number];
  readonly reports: [more: number, variance: number];
}

function addNews(sums: Sums, one: Told, gone: Gone): void {
  const [from, to] = [Math.max(one.at, gone.period.from), gone.period.to];
  const [before, after] = [knownAt(one, from, gone), knownAt(one, to, gone)];
  const gain = after.chance - before.chance;
  if (before.isSure && gain === 0) return;
  const odds = gone.centre + Math.max(-MOST_ODDS, Math.min(MOST_ODDS, logOdds(one.predicted) - gone.centre));
  sums.cases++;
  sums.gap += gain;
  sums.trend += gain * odds;
  if (before.isSure) return;
  const { variance, reported } = foreseen(one, { ...gone, period: { from, to } });
  sums.variance[0] += variance;
  sums.variance[1] += variance * odds;
  sums.variance[2] += variance * odds * odds;
  sums.reports[0] += Number(after.isTold) - reported;
  sums.reports[1] += reported * (1 - reported);
}

function knownAt(one: Told, now: Instant, { delays, within }: Gone): Known {
  const isClosed = one.at + within < now;
  const last = isClosed || delays.ofYes > 0 ? one.reports.findLast(({ at }) => at < now) : undefined;
  if (last !== undefined) return { chance: Number(last.isYes), isTold: true, isSure: true };
  if (isClosed) return { chance: 0, isTold: false, isSure: true };
  return { chance: silent(one, now - one.at, delays).chance, isTold: false, isSure: false };
}

/** Of a decision of which nothing was heard by an age: how likely that is, and how likely it then is a yes. */
function silent(
  { predicted }: Told,
  age: number,
  delays: ReportDelays,
): { readonly all: number; readonly chance: number } {
  const by = reportedBy(delays, age);
  const yes = predicted * (1 - by.yes);
  const all = yes + (1 - predicted) * (1 - by.no);
  return { all, chance: yes / all };
}

/**
 * Of a decision of which nothing was heard by the first of two times: the variance of what its chance gains until the second, and
 * how likely it is reported until then.
 */
function foreseen(
  one: Told,
  { delays, within, period: { from, to } }: Gone,
): { readonly variance: number; readonly reported: number } {
  const { predicted, at } = one;
  const isClosing = at + within < to;
  const before = silent(one, from - at, delays);
  const after = silent(one, Math.min(within, to - at), delays);
  const [early, late] = [reportedBy(delays, from - at), reportedBy(delays, Math.min(within, to - at))];
  const yes = (predicted * (late.yes - early.yes)) / before.all;
  const no = ((1 - predicted) * (late.no - early.no)) / before.all;
  const { chance } = before;
  if (isClosing) return { variance: chance * (1 - chance), reported: yes + no };
  const still = (after.all / before.all) * (after.chance - chance) ** 2;
  return { variance: yes * (1 - chance) ** 2 + no * chance ** 2 + still, reported: yes + no };
}
