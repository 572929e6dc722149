import type { Instant } from "../../../kernel/index.ts";
import type { Measure } from "../evidence/measures.ts";
import { type Side, studentEvidence } from "../evidence/student.ts";
import { betOnLasting, type Lasting, type LastingLook, mostLasting, noStretches, type Stretches } from "./lasting.ts";
import {
  deviation,
  followPace,
  learnPace,
  openPace,
  type Pace,
  type Residual,
  sharedWithNext,
  tailsOf,
  usualScatter,
} from "./pace.ts";
import { expectedAt, learnSeason, openSeason, type Season } from "./season.ts";

const DAY = 86_400_000;

/**
 * What is usual of one measured number: its season (see {@link Season}), a slow lag behind it, its scatter from period to period
 * and, where periods are shorter than a day, of whole days. About 360 numbers where periods are hours, 40 where they are days.
 */
export interface Baseline {
  readonly periodMs: number;
  readonly season: Season;
  /** How far the season lags behind a trend. */
  readonly lag: number;
  readonly pace: Pace;
  readonly days: Pace;
  /** Residuals of the day so far, weighted by precision. */
  readonly today: {
    readonly day: number | null;
    readonly sum: number;
    readonly weight: number;
    readonly variance: number;
  };
  /** Evidence of late that this is not usual, of periods and of days, and for how long: while there is much, nothing is learned. */
  readonly suspicion: number;
  readonly daySuspicion: number;
  readonly suspectMs: number;
  /** Periods, and days, that may be the first of a change that lasts: while they may well be, the level is not learned. */
  readonly moves: Stretches;
  readonly dayMoves: Stretches;
}

/** What a period showed against its baseline. */
export interface Looked {
  /** With the period learned, unless it is suspect. */
  readonly baseline: Baseline;
  /** Natural logarithm of an e-value of the period; 0 while there is no baseline. */
  readonly evidence: number;
  /** Bets on a change that lasts; absent while there is no baseline. */
  readonly lasting?: Lasting;
  /** The same of the day that the period ends; absent else. */
  readonly day?: number;
  readonly dayLasting?: Lasting;
  /** Standard deviations from what was expected; 0 while there is no baseline. */
  readonly deviation: number;
  /** The same of the day that the period ends. */
  readonly dayDeviation?: number;
  /** What was expected on the measure's scale, three standard deviations to either side; null while there is no baseline. */
  readonly expected: { readonly mean: number; readonly low: number; readonly high: number } | null;
}

/** One measured number of one period. */
export interface Look extends Measure {
  /** Start of the period. */
  readonly at: Instant;
  /** Default: a deviation to either side is evidence. */
  readonly side?: Side;
  /** Variance of what all cases of a period, and of a day, may have in common. Default 0. */
  readonly shared?: number;
  /** How far above what is usual it may be, on the measure's scale, without being wrong; it is not learned from all the same. Default 0. */
  readonly allowed?: number;
}

/**
 * An empty baseline. `guess` is the standard deviation between periods that is thought usual, on the measure's scale: it counts
 * for five periods, and a fifth of it is the least that is ever assumed.
 */
export function openBaseline(periodMs: number, guess: number): Baseline {
  return {
    periodMs,
    season: openSeason(periodMs),
    lag: 0,
    pace: openPace(guess),
    days: openPace(guess),
    today: { day: null, sum: 0, weight: 0, variance: 0 },
    suspicion: 0,
    daySuspicion: 0,
    suspectMs: 0,
    moves: noStretches,
    dayMoves: noStretches,
  };
}

/** What is usual at a time, on the measure's scale; undefined before that time of the week was seen. */
export function usualAt({ season, lag, pace }: Baseline, at: Instant): number | undefined {
  const expected = expectedAt(season, at, usualScatter(pace, 0) ** 2);
  return expected === undefined || expected.visits === 0 ? undefined : expected.mean + lag;
}

/** Periods before there is a baseline, beyond the first week: a day of hours, five days. */
function isKnown({ pace, periodMs }: Baseline): boolean {
  return pace.n >= Math.max(5, Math.min(24, DAY / periodMs));
}

/**
 * Holds a period against its baseline, then learns from it. The evidence is that of a Student distribution around what the
 * season and the last residuals foretell, with tails the heavier the fewer days were seen.
 */
export function lookAt(baseline: Baseline, look: Look): Looked {
  const scatter = usualScatter(baseline.pace, look.variance + (look.shared ?? 0));
  const expected = expectedAt(baseline.season, look.at, scatter * scatter);
  // The first week is for looking: what nobody has seen yet is neither usual nor unusual.
  if (expected === undefined || expected.visits === 0)
    return {
      ...UNKNOWN,
      baseline: { ...baseline, season: learnSeason(baseline.season, look.at, look.value - baseline.lag) },
    };
  const mean = expected.mean + baseline.lag;
  const residual = { residual: look.value - mean, variance: look.variance + (look.shared ?? 0) };
  // A time of the week that was seen but once tells little of what is usual then.
  const unsure = Math.sqrt(1 + expected.error);
  const z = deviation(baseline.pace, residual) / unsure;
  if (!isKnown(baseline)) return { ...UNKNOWN, baseline: learn(baseline, look, { mean, isUsual: true }) };
  const known = freedom(baseline);
  const df = Math.min(known, look.freedom ?? MOST_FREEDOM);
  const beyond = look.allowed === undefined ? z : deviation(baseline.pace, residual, look.allowed) / unsure;
  const evidence = studentEvidence(beyond, df, look.side);
  const { stretches, lasting } = betOnLasting(
    baseline.moves,
    lastingLook(baseline.pace, look, { ...residual, unsure, known }),
  );
  const suspected = suspect({ ...baseline, moves: stretches }, studentEvidence(z, df, look.side));
  const next = learn(suspected, look, { mean, isUsual: !isSuspect(suspected) });
  return {
    ...closeDay(next, look),
    evidence,
    lasting,
    deviation: z,
    expected: { mean, low: mean - 3 * scatter, high: mean + 3 * scatter },
  };
}

/** Heavy tails do less harm where no period counts for more than four deviations: as much as with three times the degrees. */
const LIGHTER = 3;

function lastingLook(
  pace: Pace,
  { side = "both", freedom: own = MOST_FREEDOM, allowed = 0 }: Look,
  { residual, variance, unsure, known }: Residual & { readonly unsure: number; readonly known: number },
): LastingLook {
  const beyond = residual > 0 ? Math.max(0, residual - allowed) : residual;
  return {
    side,
    deviation: (spread) => beyond / Math.sqrt(spread + variance) / unsure,
    spread: usualScatter(pace, 0) ** 2,
    freedom: Math.min(LIGHTER * known, own),
    common: sharedWithNext(pace),
  };
}

const UNKNOWN = { evidence: 0, deviation: 0, expected: null };

/** Degrees of freedom: periods of one day are much alike, so days count. */
function freedom({ pace, periodMs }: Baseline): number {
  return Math.min(tailsOf(pace), 3 + (pace.n * Math.min(periodMs, DAY)) / DAY / 2);
}

/** With so many degrees of freedom tails are light. */
const MOST_FREEDOM = 100;

const SUSPECT = 5;
const LASTING_SUSPECT = 6;
/** With so much evidence that a change lasts the level is no longer learned, and how far periods scatter still is. */
const MOVED = 2;
/** Suspicion is forgotten within some ten usual periods. */
const MOST_SUSPICION = 14;
/** What has lasted so long is what is usual now. */
const PATIENCE = 28 * DAY;

function suspect(baseline: Baseline, evidence: number): Baseline {
  const next = { ...baseline, suspicion: added(baseline.suspicion, evidence) };
  return { ...next, suspectMs: isMuch(next) || hasMoved(next) ? baseline.suspectMs + baseline.periodMs : 0 };
}

function added(suspicion: number, evidence: number): number {
  return Math.min(MOST_SUSPICION, Math.max(0, suspicion + evidence));
}

function isMuch({ suspicion, daySuspicion, moves, dayMoves }: Baseline): boolean {
  return suspicion > SUSPECT || daySuspicion > SUSPECT / 2 || mostLasting(moves, dayMoves) > LASTING_SUSPECT;
}

function hasMoved({ moves, dayMoves }: Baseline): boolean {
  return mostLasting(moves, dayMoves) > MOVED;
}

/** Whether hardly anything speaks against a baseline's last periods. */
export function isCalm(baseline: Baseline): boolean {
  return baseline.suspicion < CALM && !hasMoved(baseline);
}

const CALM = 2;

/** Whether so much speaks against a baseline's last periods that they are not learned from. */
export function isSuspect(baseline: Baseline): boolean {
  return isMuch(baseline) && baseline.suspectMs < PATIENCE;
}

/** Scatter from period to period is remembered for three weeks, of days for two months, a trend for some days. */
const PACE_DAYS = 21;
const DAYS_MEMORY = 60;
const LAG_DAYS = 14;

function learn(
  baseline: Baseline,
  { at, value, variance: own, shared = 0 }: Look,
  { mean, isUsual }: { readonly mean: number; readonly isUsual: boolean },
): Baseline {
  const variance = own + shared;
  const residual = { residual: value - mean, variance };
  const day = addToDay(baseline, { ...residual, variance: own, at });
  if (!isUsual) return { ...baseline, pace: followPace(baseline.pace, residual), today: day };
  const perDay = Math.max(1, DAY / baseline.periodMs);
  const limit = 4 * usualScatter(baseline.pace, variance);
  const cut = mean + Math.max(-limit, Math.min(limit, value - mean));
  const level =
    hasMoved(baseline) && baseline.suspectMs < PATIENCE
      ? {}
      : {
          season: learnSeason(baseline.season, at, cut - baseline.lag),
          lag: baseline.lag + (cut - mean) / (LAG_DAYS * perDay),
        };
  return {
    ...baseline,
    ...level,
    pace: learnPace(baseline.pace, residual, PACE_DAYS * perDay),
    today: day,
  };
}

function addToDay(
  { today, pace }: Baseline,
  { at, residual, variance }: { readonly at: Instant; readonly residual: number; readonly variance: number },
): Baseline["today"] {
  const day = Math.floor(at / DAY);
  const before = today.day === day ? today : { day, sum: 0, weight: 0, variance: 0 };
  const weight = 1 / usualScatter(pace, variance) ** 2;
  return {
    day,
    sum: before.sum + weight * residual,
    weight: before.weight + weight,
    variance: before.variance + weight * weight * variance,
  };
}

/** Days before there is a pace of days. */
const FEWEST_DAYS = 5;

/** Where the period is the last of its day, the day's mean residual is looked at in the same way, at the pace of days. */
function closeDay(baseline: Baseline, look: Look): Pick<Looked, "baseline" | "day" | "dayDeviation" | "dayLasting"> {
  const { at, side, shared = 0 } = look;
  const { today, days, periodMs } = baseline;
  if (periodMs >= DAY || Math.floor((at + periodMs) / DAY) === today.day || today.weight === 0) return { baseline };
  const residual = { residual: today.sum / today.weight, variance: today.variance / today.weight ** 2 + shared };
  const z = deviation(days, residual);
  const df = Math.min(tailsOf(days), 3 + days.n / 2);
  const beyond = look.allowed === undefined ? z : deviation(days, residual, look.allowed);
  if (days.n < FEWEST_DAYS)
    return { baseline: { ...baseline, days: learnPace(days, residual, DAYS_MEMORY), daySuspicion: 0 } };
  const dayLook = lastingLook(days, look, { ...residual, unsure: 1, known: df });
  const { stretches, lasting } = betOnLasting(baseline.dayMoves, dayLook);
  const daySuspicion = added(baseline.daySuspicion, studentEvidence(z, df, side));
  const suspected = { ...baseline, daySuspicion, dayMoves: stretches };
  const next = isSuspect(suspected) ? followPace(days, residual) : learnPace(days, residual, DAYS_MEMORY);
  const day = studentEvidence(beyond, df, side);
  return { baseline: { ...suspected, days: next }, day, dayDeviation: z, dayLasting: lasting };
}
