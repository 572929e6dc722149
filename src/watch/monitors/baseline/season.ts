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

/** What is expected at a time, and how often that time of the week was seen; undefined where nothing was seen at all. */
export interface Expected {
  readonly mean: number;
  readonly visits: number;
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
 * The mean of this time of the week; while it was seen once or twice only, drawn to the same hour of other days, and that to
 * the mean of everything.
 */
export function expectedAt(season: Season, at: number): Expected | undefined {
  const cell = cellAt(season, at);
  const all = meanOver(season, { first: 0, step: 1 });
  if (all === undefined) return undefined;
  const sameHour = meanOver(season, { first: cell % season.daily, step: season.daily });
  const [mean, visits] = [season.means[cell] ?? 0, season.visits[cell] ?? 0];
  const hour = drawn(sameHour, all.mean);
  return { mean: drawn({ mean, visits }, hour), visits };
}

/** One visit weighs four times as much as what it is drawn to, three visits 36 times. */
function drawn(of: Expected | undefined, towards: number): number {
  if (of === undefined) return towards;
  const weight = of.visits ** 2 / (of.visits ** 2 + 0.25);
  return towards + weight * (of.mean - towards);
}

function meanOver(
  { means, visits }: Season,
  { first, step }: { readonly first: number; readonly step: number },
): Expected | undefined {
  let [sum, weight] = [0, 0];
  for (let cell = first; cell < means.length; cell += step) {
    sum += (visits[cell] ?? 0) * (means[cell] ?? 0);
    weight += visits[cell] ?? 0;
  }
  return weight === 0 ? undefined : { mean: sum / weight, visits: weight };
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
