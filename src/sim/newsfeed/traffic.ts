import { rng } from "../../kernel/index.ts";
import type { Place } from "./opportunity.ts";
import { poisson, type Visitor } from "./visitor.ts";
import { pick, type Weighted } from "./world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A stretch of time, from `start` (milliseconds since 1970) and `days` long; the end does not belong to it. */
export interface Window {
  readonly start: number;
  readonly days: number;
}

/** How many sessions begin in each hour of a visitor's own day: quiet nights, busy evenings. */
const HOURS: readonly Weighted<number>[] = [
  2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 8, 7, 6, 6, 7, 9, 11, 13, 14, 13, 9, 5,
].map((weight, value) => ({ value, weight }));

/** A session begins early enough in its hour to end within it. */
const LATEST_START = HOUR - 15 * 60_000;

function sessionsOn(seed: number, visitor: Visitor, day: number): readonly number[] {
  const random = rng({ seed, unit: visitor.no, time: day, purpose: "newsfeed.sessions" });
  const starts = Array.from({ length: poisson(random, visitor.activity) }, () => {
    const hour = (pick(HOURS, random.uniform()) - visitor.country.utcOffset + 24) % 24;
    return day * DAY + hour * HOUR + random.integer(LATEST_START);
  });
  return starts.sort((a, b) => a - b);
}

/** The visitor's places on one day, 80 seconds apart within a session. */
function placesOn(seed: number, visitor: Visitor, day: number): readonly Place[] {
  const { sessionLength } = visitor;
  return sessionsOn(seed, visitor, day).flatMap((begin, session) =>
    Array.from({ length: sessionLength }, (_, step) => ({
      sequenceNo: session * sessionLength + step,
      at: begin + step * 80_000,
    })),
  );
}

/** Where a visitor's opportunities fall. A day holds the same ones whichever window asks for it. */
export function placesIn(seed: number, visitor: Visitor, { start, days }: Window): readonly Place[] {
  const end = start + days * DAY;
  const first = Math.floor(start / DAY);
  const places = Array.from({ length: Math.ceil(end / DAY) - first }, (_, d) => placesOn(seed, visitor, first + d));
  return places.flat().filter(({ at }) => at >= start && at < end);
}
