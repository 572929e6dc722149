const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1 January 1970 was a Thursday; weeks begin on Mondays. */
const MONDAY = 4 * DAY;

/** What is usual at a time of the week: a mean for each hour of the week, or each weekday where periods are days. Plain data. */
export interface Season {
  /** Cells of a day, and days of a cycle: 24 and 7 for hours, 1 and 7 for days, 1 and 1 for longer periods. */
  readonly daily: number;
  readonly days: number;
  /** Periods that fall into one cell in one cycle: 1, or more where periods are shorter than an hour. */
  readonly perCell: number;
  readonly means: readonly number[];
  /** How often each was learned from. */
  readonly visits: readonly number[];
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
  const days = periodMs > DAY ? 1 : 7;
  const nothing = new Array<number>(daily * days).fill(0);
  const perCell = Math.max(1, Math.round(DAY / daily / periodMs));
  return { daily, days, perCell, means: nothing, visits: nothing };
}

function cellAt({ daily, days }: Season, at: number): number {
  const sinceMonday = at - MONDAY;
  const part = Math.floor((((sinceMonday % DAY) + DAY) % DAY) / (DAY / daily));
  const day = ((Math.floor(sinceMonday / DAY) % days) + days) % days;
  return day * daily + part;
}

/**
 * The mean of this time of the week, drawn to that of the same hour of all days as far as weekdays differ no more than chance makes
 * them, where one period scatters with that variance: mostly they do not differ at all. James, Stein. Estimation with quadratic
 * loss. 1961. An hour that was seen on one day only is drawn to the mean of everything.
 */
export function expectedAt(season: Season, at: number, variance: number): Expected | undefined {
  const cell = cellAt(season, at);
  const hours = hoursOf(season);
  const seen = hours.reduce((sum, { visits }) => sum + visits, 0);
  if (seen === 0) return undefined;
  const all = hours.reduce((sum, { mean, visits }) => sum + mean * visits, 0) / seen;
  const hour = hours[cell % season.daily] ?? { mean: 0, visits: 0 };
  const ofHour = all + drawn(hour.visits) * (hour.mean - all);
  const [mean, visits] = [season.means[cell] ?? 0, season.visits[cell] ?? 0];
  const weight = drawn(visits) * weekdays(season, hours, variance);
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
function hoursOf({ daily, means, visits }: Season): readonly Hour[] {
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
function weekdays({ daily, means, visits }: Season, hours: readonly Hour[], variance: number): number {
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
  const cell = cellAt(season, at);
  const [mean, visits] = [season.means[cell] ?? 0, season.visits[cell] ?? 0];
  const most = MEMORY * season.perCell;
  const rate = 1 / Math.min(visits + 1, most);
  return {
    ...season,
    means: season.means.with(cell, short(mean + rate * (value - mean))),
    visits: season.visits.with(cell, Math.min(visits + 1, most)),
  };
}

/** Six digits are more than a mean of ten weeks has, and a thousand inputs are kept as text. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
