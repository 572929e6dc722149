import { wordSpan } from "../experiment/index.ts";
import type { OutcomeRecord } from "../records/index.ts";
import { outcomeInvalid } from "./errors.ts";

/** How far a caller's clock may be from the clock here, behind or ahead, in milliseconds. */
const SKEW = 86_400_000;
const HOUR = 3_600_000;

/** When an outcome happened, as it is stored. */
type When = Pick<OutcomeRecord["body"], "happenedAt" | "saidAt">;

/**
 * When it happened, never before its decision: from a clock that is behind, by up to a day, it counts as of the moment of the
 * decision, and what the clock said is kept beside. Throws `outcomes.invalid`.
 */
export function whenHappened(at: string | number, decidedAt: number, now: number): When {
  const instant = typeof at === "number" ? at : parseInstant(at);
  if (!(Math.abs(instant) <= LAST_INSTANT)) {
    const got = typeof at === "number" ? String(at) : JSON.stringify(at);
    throw outcomeInvalid({ problem: `\`at\` must be an ISO 8601 time or milliseconds since 1970. Got ${got}.` });
  }
  if (decidedAt - instant > SKEW) throw skewed(instant, `before the decision (${iso(decidedAt)})`, decidedAt);
  if (instant - now > SKEW) throw skewed(instant, `in the future (it is ${iso(now)})`, now);
  return instant < decidedAt ? { happenedAt: decidedAt, saidAt: instant } : { happenedAt: instant };
}

function skewed(instant: number, where: string, from: number): Error {
  const off = wordSpan(Math.ceil(Math.abs(instant - from) / HOUR) * HOUR);
  return outcomeInvalid({
    problem: `\`at\` may lie up to a day ${where}, for clocks that differ. Got ${iso(instant)}, off by about ${off}.`,
    hint: "Set the clock that the time came from, or send the time at which it happened; if that is right, the decision is another one.",
  });
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

/** The last instant that a date can hold. */
const LAST_INSTANT = 8.64e15;
const ISO = /^\d{4}-\d{2}-\d{2}(?<clock>T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?<zone>Z|[+-]\d{2}:\d{2})?$/;

/** Milliseconds since 1970; NaN for what is not ISO 8601. Without a zone it is UTC, on whatever machine. */
function parseInstant(text: string): number {
  const match = ISO.exec(text);
  if (match === null) return Number.NaN;
  const { clock, zone } = match.groups ?? {};
  return Date.parse(clock !== undefined && zone === undefined ? `${text}Z` : text);
}
