import type { Instant } from "../../kernel/index.ts";

/** What became known in the day so far. Plain data. */
export interface DaySoFar<T> {
  readonly day: number;
  readonly sum: T;
}

interface Part<T> {
  readonly from: Instant;
  readonly periodMs: number;
  merge(a: T, b: T): T;
}

/**
 * One period more: the day so far, and the whole day where the period ends one. Hours of one day have much in common, and their
 * labels come in batches; a period that is longer than a day is taken as one, and a day of which the end was never seen is forgotten.
 */
export function addToDay<T>(
  before: DaySoFar<T> | undefined,
  part: T,
  { from, periodMs, merge }: Part<T>,
): { readonly today: DaySoFar<T> | undefined; readonly whole: T | undefined } {
  const day = Math.floor(from / DAY);
  const sum = before === undefined || before.day !== day ? part : merge(before.sum, part);
  const isOver = Math.floor((from + periodMs) / DAY) !== day;
  return isOver ? { today: undefined, whole: sum } : { today: { day, sum }, whole: undefined };
}

const DAY = 86_400_000;
