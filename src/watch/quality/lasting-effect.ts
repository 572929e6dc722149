import { type Side, studentEvidence } from "../monitors/evidence/student.ts";
import { MOST_FREEDOM, SIZES } from "./day-bets.ts";
import {
  type DayScore,
  deviationOf,
  LEARNING_DAYS,
  learnEffect,
  noUsualEffect,
  type UsualEffect,
} from "./usual-effect.ts";

/** What is usual of a score statistic, and how much each bet on another effect has gathered of late. Plain data. */
export interface LastingEffect {
  readonly usual: UsualEffect;
  /** For each bet the most that its last days add up to, as a logarithm; never below 0. */
  readonly gathered: readonly number[];
  /** Days in a row on which these were much. */
  readonly suspect: number;
}

/** What a day says against "as usual". */
export interface HeardEffect {
  readonly next: LastingEffect;
  /** Natural logarithm of an e-value of the day; 0 while nothing is usual yet. */
  readonly evidence: number;
  /** The same of bets on an effect that lasts, each of one size and side. */
  readonly bets: readonly number[];
  /** Standard deviations from what is usual; null while nothing is. */
  readonly deviation: number | null;
}

/** Days before there is anything usual: a week has days of every kind. */
const KNOWN = 7;
/** While bets have gathered so much, of no more than can be forgotten, nothing is learned; what has lasted for four weeks is usual. */
const SUSPECT = 5;
const MOST_GATHERED = 14;
const PATIENCE = 28;

export const noEffect: LastingEffect = Object.freeze({ usual: noUsualEffect, gathered: [], suspect: 0 });

/**
 * Holds the score of a day against what is usual, then learns from it. Deviations are a Student's at the worst: each bet is the
 * likelihood ratio of one that is moved by its size, and so has an expectation of 1 while all is as usual.
 */
export function hearEffect(before: LastingEffect, day: DayScore, side: Side = "both"): HeardEffect {
  const { usual, suspect } = before;
  if (!(day.information > 0)) return { next: before, evidence: 0, bets: [], deviation: null };
  const learned = { ...before, usual: learnEffect(usual, day) };
  if (usual.days < KNOWN) return { next: learned, evidence: 0, bets: [], deviation: null };
  const { z, freedom: known } = deviationOf(usual, day);
  const freedom = Math.min(MOST_FREEDOM, known);
  const bets = movesOf(side).map((by) => ratio(z, by, freedom));
  const gathered = bets.map((ln, i) => Math.min(MOST_GATHERED, Math.max(0, (before.gathered[i] ?? 0) + ln)));
  const isSuspect = usual.days >= LEARNING_DAYS && Math.max(...gathered) > SUSPECT;
  const isLearned = !isSuspect || suspect >= PATIENCE;
  return {
    next: { usual: isLearned ? learned.usual : usual, gathered, suspect: isSuspect ? suspect + 1 : 0 },
    ...{ evidence: studentEvidence(z, freedom, side), bets, deviation: z },
  };
}

function movesOf(side: Side): readonly number[] {
  const down = SIZES.map((size) => -size);
  if (side === "above") return SIZES;
  return side === "below" ? down : [...SIZES, ...down];
}

/** ln of the density of a Student that is moved, by that of one that is not. */
function ratio(z: number, by: number, freedom: number): number {
  return ((freedom + 1) / 2) * (Math.log1p((z * z) / freedom) - Math.log1p((z - by) ** 2 / freedom));
}
