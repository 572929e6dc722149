import type { Instant } from "../../kernel/index.ts";
import type { Evidence } from "../scorecard/evidence.ts";

/** What the evidence says of one test of readiness. */
export interface Tested {
  /** 1: a machine does it, again and again. 0.5: it was done, and what came of it is kept. 0: it was not, or it failed. */
  readonly points: 0 | 0.5 | 1;
  /** What was found, as a sentence. */
  readonly says: string;
  /** The command, or the page, that shows it; null where nothing was found. */
  readonly see: string | null;
  /** When what was found happened. */
  readonly at: Instant | null;
  /** What would give the rest of the point, as a sentence; null where nothing is missing. */
  readonly next: string | null;
}

/** One of the 28 questions. */
export interface ReadinessTest {
  /** Stable, such as `data.schema`. */
  readonly id: string;
  readonly asks: string;
  find(evidence: Evidence): Tested;
}

/** Declares a test. */
export function defineTest(id: string, asks: string, find: ReadinessTest["find"]): ReadinessTest {
  return Object.freeze({ id, asks, find });
}

/** Nothing was found; `next` says what would give evidence. */
export function untested(next: string): Tested {
  return { points: 0, says: "There is no evidence.", see: null, at: null, next };
}

interface Shown {
  readonly says: string;
  readonly see: string;
  readonly at: Instant;
}

/** A machine does it, again and again. */
export function automatic({ says, see, at }: Shown): Tested {
  return { points: 1, says, see, at, next: null };
}

/** It was done, once or by hand. */
export function byHand(shown: Shown, next: string): Tested {
  return { points: 0.5, ...shown, next };
}

/** It was done, and what came of it is bad. */
export function failed(shown: Shown, next: string): Tested {
  return { points: 0, ...shown, next };
}
