import { type Instant, rng } from "../../kernel/index.ts";
import type { Dials } from "../drifts/drift.ts";
import { countAt, type Draws, drawsFrom } from "./draws.ts";
import { DAY, HOUR, type Today } from "./world.ts";

/** When people come, in shares: of the hours of a day, of the days of a week (0 is Sunday), and of the year. */
export interface Season {
  /** 24 numbers; only their proportions count. */
  readonly hours: readonly number[];
  /** 7 numbers with a mean of 1. */
  readonly weekdays: readonly number[];
  /** The largest departure from the mean over the year, and the day of the year on which it is reached. */
  readonly year: { readonly by: number; readonly peak: number };
}

/** Somebody comes. */
export interface Arrival {
  /** Unique within the business: the hour and the number in it. */
  readonly key: string;
  readonly at: Instant;
  /** 0 to 23, UTC. */
  readonly hour: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly dials: Dials;
  /** What is left to chance in this case; 64 numbers of its own. */
  readonly draws: Draws;
}

const EACH = 64;

/** 0 is Sunday: 1 January 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

/** How many come on an average hour of that day, against an ordinary one. */
function dayFactor({ weekdays, year }: Season, day: number): number {
  const turn = Math.cos((2 * Math.PI * (day - year.peak)) / 365.25);
  return (weekdays[weekdayOf(day)] as number) * (1 + year.by * turn);
}

/**
 * Who comes on one day, in order of time. The n-th of an hour is the same person with the same lots however many there are, so
 * that more traffic adds cases and changes none.
 */
export function* arrivalsOn<S>(
  today: Today<S>,
  { name, season }: { readonly name: string; readonly season: Season },
): Generator<Arrival> {
  const { seed, day } = today;
  const weekday = weekdayOf(day);
  const total = season.hours.reduce((sum, share) => sum + share, 0);
  const expected = (today.perDay * dayFactor(season, day)) / total;
  for (let hour = 0; hour < 24; hour++) {
    const start = day * DAY + hour * HOUR;
    const hourNo = day * 24 + hour;
    const dials = today.dials(start);
    const lot = rng({ seed, unit: hourNo, purpose: `${name}.count` }).at(0);
    const count = countAt(expected * (season.hours[hour] as number) * dials.traffic, lot);
    const stream = rng({ seed, unit: hourNo, purpose: `${name}.case` });
    for (let i = 0; i < count; i++) {
      const draws = drawsFrom(stream, i * EACH);
      const at = start + Math.floor(((i + draws.uniform()) * HOUR) / count);
      yield { key: `${hourNo.toString(36)}-${i}`, at, hour, weekday, dials, draws };
    }
  }
}
