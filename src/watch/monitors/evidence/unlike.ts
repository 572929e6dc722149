import type { Measure } from "./measures.ts";
import { type Side, studentEvidence } from "./student.ts";

/** What a measured number is held against where no days of its own are known: what training shows, and what may differ from that. */
export interface Stand {
  readonly expected: number;
  /** A difference that seasons, growth and selection explain: up to here there is no evidence. */
  readonly tolerance: number;
  /** Standard deviation of what periods add beyond that. */
  readonly guess: number;
  readonly side?: Side;
}

/** A guessed scatter deserves heavy tails. */
const FREEDOM = 4;

/** Natural logarithm of an e-value against "no further from what is expected than is tolerated". */
export function unlikeEvidence({ value, variance }: Measure, { expected, tolerance, guess, side }: Stand): number {
  const gap = value - expected;
  const beyond = Math.sign(gap) * Math.max(0, Math.abs(gap) - tolerance);
  return studentEvidence(beyond / Math.sqrt(variance + guess * guess), FREEDOM, side);
}
