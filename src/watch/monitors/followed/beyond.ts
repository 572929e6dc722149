import type { Measure } from "../evidence/measures.ts";
import { type Side, studentEvidence } from "../evidence/student.ts";

/** A number, a line that it should not be beyond, and the standard deviation of what chance and usual scatter do to it. */
export interface Beyond {
  readonly value: number;
  readonly line: number;
  readonly deviation: number;
  /** Degrees of freedom, where so few cases are behind it that tails are heavier still. */
  readonly freedom?: number | undefined;
  /** On which side of the line it is wrong. */
  readonly wrong: "above" | "below";
}

/** Tails are taken to be heavier than a normal distribution's: nobody knows the deviation that well. */
const FREEDOM = 10;

/**
 * Natural logarithm of an e-value against "the mean is not beyond the line": however often it is asked, as long as the mean lies
 * on the right side, or on the line itself. It never falls below ln ½.
 */
export function beyondEvidence({ value, line, deviation, freedom = FREEDOM, wrong }: Beyond): number {
  if (!(deviation > 0) || !Number.isFinite(value)) return 0;
  return studentEvidence((value - line) / deviation, Math.min(FREEDOM, freedom), wrong);
}

/** What a number should be whatever is usual: how far off it may be, and what periods add to the chance of sampling. */
export interface Stand {
  readonly expected: number;
  readonly tolerance: number;
  /** Standard deviation between periods, beyond what is tolerated. */
  readonly scatter: number;
  readonly side?: Side;
}

/** Of a sum of many independent labels the deviation is known, and little is left to heavy tails. */
const LABEL_FREEDOM = 30;

/** Natural logarithm of an e-value against "no further from what is expected than is tolerated", of a mean of many labels. */
export function standEvidence(
  { value, variance, freedom = LABEL_FREEDOM }: Measure,
  { expected, tolerance, scatter, side }: Stand,
): number {
  const gap = value - expected;
  const beyond = Math.sign(gap) * Math.max(0, Math.abs(gap) - tolerance);
  return studentEvidence(beyond / Math.sqrt(variance + scatter ** 2), Math.min(LABEL_FREEDOM, freedom), side);
}
