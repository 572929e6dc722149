import type { Instant } from "../../../kernel/index.ts";
import { count, formatDuration, formatQuantity } from "../../../report/index.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** How long something is ago, in one unit or two: `12 s`, `3 min`, `2 d 4 h`. A clock that was set back makes nothing negative. */
export function ageOf(now: Instant, then: Instant): string {
  const ms = Math.max(0, now - then);
  if (ms < MINUTE) return formatDuration(1_000 * Math.floor(ms / 1_000));
  // What is told to the second moves with every look; nobody reads it.
  if (ms < HOUR) return formatDuration(MINUTE * Math.floor(ms / MINUTE));
  return formatDuration(ms < 2 * DAY ? MINUTE * Math.floor(ms / MINUTE) : HOUR * Math.floor(ms / HOUR));
}

/** `1 alert`, `3 alerts`. */
export function counted(n: number, what: string, several: string = `${what}s`): string {
  return `${formatQuantity(count(n))} ${n === 1 ? what : several}`;
}

/** `2026-11-20 12:00` in UTC, or without its day where that is today's. */
export function timeOf(at: Instant, now: Instant): string {
  const [day = "", clock = ""] = new Date(at).toISOString().split("T");
  return new Date(now).toISOString().startsWith(day) ? clock.slice(0, 5) : `${day} ${clock.slice(0, 5)}`;
}

/** `12:00:05` in UTC. */
export function secondOf(at: Instant): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** A sentence without a full stop, as the beginning of a line. */
export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`.replace(/\.$/, "");
}

/** A share: `85%`, `0.5%`. */
export function shareOf(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}
