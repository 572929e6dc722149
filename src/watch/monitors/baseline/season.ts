import { type Cells, cellIn, cellsIn, emptyCells, MOST_VISITS, withCell } from "./packed-cells.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1 January 1970 was a Thursday; weeks begin on Mondays. */
const MONDAY = 4 * DAY;

/**
 * What is usual at a time of the week: a mean for each hour of the week, or each weekday where periods are days. Plain data, as
 * short as it gets: thousands are kept of a system with many inputs, and a period changes one day of each.
 */
export interface Season {
  /** Cells of a day: 24 where periods are hours, 1 where they are days or longer. */
  readonly daily: number;
  /** Periods that fall into one cell in one cycle: 1, or more where periods are shorter than an hour. */
  readonly perCell: number;
  /** The cells of each day of a cycle, packed: of seven days, or of one where periods are longer than a day. */
  readonly days: readonly string[];
}

/** What is expected at a time; undefined where nothing was seen at all. */
export interface Expected {
  readonly mean: number;
  /** How often that time of the week was seen. */
  readonly visits: number;
  /** Variance of the mean, in that of one period. */
  readonly error: number;
}

/** A cell forgets over about ten weeks, so that it follows a trend. */
const MEMORY = 10;

/** Nothing is known. */
export function openSeason(periodMs: number): Season {
  const daily = periodMs >= DAY ? 1 : Math.min(24, Math.max(1, Math.floor(DAY / periodMs)));
  const perCell = Math.max(1, Math.round(DAY / daily / periodMs));
  return { daily, perCell, days: new Array<string>(periodMs > DAY ? 1 : 7).fill(emptyCells(daily)) };
}

/** Where a time of the week is kept. */
function placeOf({ daily, days }: Season, at: number): { readonly day: number; readonly part: number } {
  const sinceMonday = at - MONDAY;
  const part = Math.floor((((sinceMonday % DAY) + DAY) % DAY) / (DAY / daily));
  const day = ((Math.floor(sinceMonday / DAY) % days.length) + days.length) % days.length;
  return { day, part };
}

/** How the cells of a season stand, hour by hour. */
interface Weeks extends Cells {
  readonly daily: number;
}

/**
 * The mean of this time of the week, drawn to that of the same hour of all days as far as weekdays differ no more than chance makes
 * them, where one period scatters with that variance: mostly they do not differ at all. James, Stein. Estimation with quadratic
 * loss. 1961. An hour that was seen on one day only is drawn to the mean of everything.
 */
export function expectedAt(season: Season, at: number, variance: number): Expected | undefined {
  const { day, part } = placeOf(season, at);
  const weeks = { ...cellsIn(season.days), daily: season.daily };
  const cell = day * season.daily + part;
  const hours = hoursOf(weeks);
  const seen = hours.reduce((sum, { visits }) => sum + visits, 0);
  if (seen === 0) return undefined;
  const all = hours.reduce((sum, { mean, visits }) => sum + mean * visits, 0) / seen;
  const hour = hours[part] ?? { mean: 0, visits: 0 };
  const ofHour = all + drawn(hour.visits) * (hour.mean - all);
  const [mean, visits] = [weeks.means[cell] ?? 0, weeks.visits[cell] ?? 0];
  const weight = drawn(visits) * weekdays(weeks, hours, variance);
  return {
    mean: ofHour + weight * (mean - ofHour),
    visits,
    error: 1 / (hour.visits + 0.5) + Math.max(LEAST_WEIGHT, weight) / (visits + 0.5),
  };
}

/** How far weekdays may differ where they do not seem to. */
const LEAST_WEIGHT = 0.2;

interface Hour {
  readonly mean: number;
  readonly visits: number;
}

/** The mean of each hour over all days. */
function hoursOf({ daily, means, visits }: Weeks): readonly Hour[] {
  const sums = new Array<number>(daily).fill(0);
  const counts = new Array<number>(daily).fill(0);
  for (let cell = 0; cell < means.length; cell++) {
    const hour = cell % daily;
    sums[hour] = (sums[hour] as number) + (visits[cell] as number) * (means[cell] as number);
    counts[hour] = (counts[hour] as number) + (visits[cell] as number);
  }
  return sums.map((sum, hour) => {
    const count = counts[hour] as number;
    return { mean: count === 0 ? 0 : sum / count, visits: count };
  });
}

/** How much of the differences between weekdays is more than chance, 0 to 1. */
function weekdays({ daily, means, visits }: Weeks, hours: readonly Hour[], variance: number): number {
  let [squares, freedom] = [0, -hours.length];
  for (let cell = 0; cell < means.length; cell++) {
    const count = visits[cell] as number;
    if (count === 0) continue;
    squares += count * ((means[cell] as number) - (hours[cell % daily] as Hour).mean) ** 2;
    freedom++;
  }
  return squares === 0 ? 0 : Math.max(0, 1 - (Math.max(0, freedom - 2) * variance) / squares);
}

/** One visit weighs four times as much as what it is drawn to, three visits 36 times. */
function drawn(visits: number): number {
  return visits ** 2 / (visits ** 2 + 0.25);
}

/** One more value at a time of the week. */
export function learnSeason(season: Season, at: number, value: number): Season {
  if (!Number.isFinite(value)) return season;
  const { day, part } = placeOf(season, at);
  const cells = season.days[day] ?? "";
  const { mean, visits } = cellIn(cells, part);
  const seen = Math.min(visits + 1, MEMORY * season.perCell, MOST_VISITS);
  const rate = 1 / seen;
  const next = { mean: mean + rate * (value - mean), visits: seen };
  return { ...season, days: season.days.with(day, withCell(cells, part, next)) };
}
