import { formatTime } from "../../../report/index.ts";
import type { Alert } from "../alert.ts";
import { wordHarm } from "./harm.ts";

/** What a reader is told of an alert, part by part. */
export interface AlertWords {
  readonly what: string;
  readonly since: string;
  readonly harm: string;
  readonly likely: string;
  /** The first thing to do. */
  readonly next: string;
}

export function wordsOf(alert: Alert): AlertWords {
  const { what, since, harm, likely, next, system } = alert;
  return {
    what,
    since: `since ${formatTime(since)} UTC`,
    harm: wordHarm(harm),
    likely,
    next: next[0] ?? `alidade history ${system} --events`,
  };
}

/** The whole alert in one line: what, since when, how bad, likely cause, next step. */
export function alertLine(alert: Alert): string {
  const { what, since, harm, likely, next } = wordsOf(alert);
  return `${alert.system}: ${what}, ${since}; ${harm}. Likely ${likely}. Next: ${next}`;
}
