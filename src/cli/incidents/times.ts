import { defineError, type ErrorConstructor, isAlidadeError, milliseconds } from "../../kernel/index.ts";
import type { Stretch } from "../../watch/index.ts";

export const timeUnread: ErrorConstructor<{ readonly got: string }> = defineError("cli.time-unread", {
  headline: "Not a time",
  message: ({ got }: { readonly got: string }) =>
    `A time is a date (2026-06-08), a date with an hour in UTC (2026-06-08T14:00), \`now\`, or how long ago (6h). Got "${got}".`,
});

export const stretchUnread: ErrorConstructor<{ readonly got: string }> = defineError("cli.stretch-unread", {
  headline: "Not a stretch of time",
  message: ({ got }: { readonly got: string }) =>
    `A stretch is two times, the earlier first, such as 2026-06-08..2026-06-10 or 6h..now; one date alone is that day. Got "${got}".`,
});

const DAY = 86_400_000;

/** A time as it was written, milliseconds since 1970. Throws `cli.time-unread`. */
export function readTime(written: string, now: number): number {
  const got = written.trim();
  if (got === "now") return now;
  const ago = durationOf(got);
  if (ago !== undefined) return Math.abs(now - ago) <= LAST ? now - ago : failUnread(got);
  return instantOf(got) ?? failUnread(got);
}

/** A stretch as it was written: `from..to`, or one day. Throws `cli.time-unread`, `cli.stretch-unread`. */
export function readStretch(written: string, now: number): Stretch {
  const [first = "", second, ...more] = written.split("..");
  if (more.length > 0) throw stretchUnread({ got: written });
  const from = readTime(first, now);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(first.trim());
  const to = second === undefined ? (isDay ? from + DAY : now) : readTime(second, now);
  if (!(to > from)) throw stretchUnread({ got: written });
  return { from, to };
}

/** The farthest that a time is from 1970, as ECMAScript has it. */
const LAST = 8.64e15;

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Without a zone a time is in UTC, whatever the machine's. Undefined of what is no time, or a day that no calendar has. */
function instantOf(written: string): number | undefined {
  const [, day, clock = "00:00", zone = "Z"] = WRITTEN.exec(written) ?? [];
  if (day === undefined) return undefined;
  const midnight = new Date(`${day}T00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined;
  const found = Date.parse(`${day}T${clock}${zone}`);
  return Number.isNaN(found) ? undefined : found;
}

function failUnread(got: string): never {
  throw timeUnread({ got });
}

function durationOf(written: string): number | undefined {
  try {
    return milliseconds(written);
  } catch (thrown) {
    if (isAlidadeError(thrown)) return undefined;
    throw thrown;
  }
}
