import { type Drift, type DriftOptions, defineDrift } from "./drift.ts";

/** When more come, or fewer. */
export interface SeasonOptions extends DriftOptions {
  /** On every day of it: 2 is twice as many. Default 1. */
  readonly by?: number;
  /** Milliseconds that it lasts. Default: for ever. */
  readonly lasts?: number;
  /** On top of that, by weekday: 7 factors, Sunday first. */
  readonly weekdays?: readonly number[];
  /** And by hour of the day, UTC: 24 factors. */
  readonly hours?: readonly number[];
}

const HOUR = 3_600_000;

/** A holiday, another week, busier hours, twice the traffic: more or fewer of the same cases. Nothing is wrong. */
export const seasonDrift: (options: SeasonOptions) => Drift = defineDrift<SeasonOptions>({
  name: "season-drift",
  moves: "traffic",
  isFault: false,
  dials({ from, by = 1, lasts = Number.POSITIVE_INFINITY, weekdays = [], hours = [] }, since) {
    if (since >= lasts) return {};
    const hour = Math.floor((from + since) / HOUR);
    // 1 January 1970 was a Thursday.
    const weekday = (Math.floor(hour / 24) + 4) % 7;
    return { traffic: by * (weekdays[weekday] ?? 1) * (hours[hour % 24] ?? 1) };
  },
});
