import type { Registry, Release } from "../../registry/index.ts";

/** By which rows a candidate is judged, beside a champion that may have learned from some of them. */
export type Judging =
  /** As the file says: nobody asked for more, or no model serves. */
  | { readonly kind: "declared" }
  /** As the file says, because which rows the champion learned from cannot be told: there is no time, or none was noted. */
  | { readonly kind: "untold" }
  /** As the file says, because too little came since the champion learned: nothing is said against what serves. */
  | ({
      readonly kind: "too-few";
      /** There where enough came, and nothing before it from which a candidate could learn. */
      readonly nothingBefore?: true;
    } & Since)
  /** On the newest rows, of which the champion learned none. */
  | ({
      readonly kind: "fresh";
      /** Share of all rows that is judged. */
      readonly newest: number;
      /** The share that the file declares. */
      readonly declared: number;
      /** Where only rows count that are newer than this (ms), though the champion learned none for longer. */
      readonly after?: number;
    } & Since);

/** Rows, and the days (UTC) on which they came. */
export interface Since {
  readonly rows: number;
  readonly days: number;
}

/**
 * What judging a champion takes at least. Hours of one day resemble each other, and so do weekends: a whole week of days.
 * Of money, 200 rows tell little; of calibration, which is learned from the same rows, fewer tell nothing.
 */
export const LEAST_FRESH: Since = { rows: 200, days: 7 };

/** Up to when a release's models learned, in milliseconds; undefined where one of them does not say. */
export async function learnedUntil({ models }: Release, registry: Registry): Promise<number | undefined> {
  const versions = await Promise.all(Object.values(models).map((id) => registry.findModel(id)));
  const ends = versions.map(({ metrics }) => (metrics.learned as Learned | undefined)?.until);
  const known = ends.filter((end) => typeof end === "number");
  return known.length < ends.length || known.length === 0 ? undefined : Math.max(...known);
}

/** What is kept with a model of the rows that it learned from. */
export interface Learned {
  /** Time (ms) of the newest of them. */
  readonly until: number;
}

/** What is to be kept with a model that learns from rows of these times; undefined where they have none. */
export function learnedFrom(time: Float64Array | null): Learned | undefined {
  const known = (time ?? new Float64Array(0)).filter((at) => !Number.isNaN(at));
  const until = known.reduce((newest, at) => Math.max(newest, at), -Infinity);
  return until === -Infinity ? undefined : { until };
}

/** What is known of the rows and of the champion before anything is judged. */
export interface FreshCase {
  readonly time: Float64Array | null;
  /** Up to when the champion learned. */
  readonly until: number | undefined;
  /** Share of the newest rows that the file declares for judging. */
  readonly declared: number;
}

/**
 * Chooses the rows on which a candidate meets a champion that learned up to a time: of the rows since then the newer half, that
 * the candidate may learn from the older half what the champion cannot know; no more than the file declares, and at least
 * {@link LEAST_FRESH}.
 */
export function judgingOf({ time, until, declared }: FreshCase): Judging {
  if (time === null || until === undefined) return { kind: "untold" };
  const sorted = time.filter((at) => !Number.isNaN(at)).sort();
  const since = sorted.findIndex((at) => at > until);
  const fresh = since === -1 ? sorted.subarray(sorted.length) : sorted.subarray(since);
  const come = { rows: fresh.length, days: daysIn(fresh) };
  if (!isEnough(come)) return { kind: "too-few", ...come };
  const wanted = Math.min(Math.ceil(fresh.length / 2), Math.round(declared * sorted.length));
  const from = wholeMoments(fresh, Math.min(fresh.length - Math.max(wanted, LEAST_FRESH.rows), lastDays(fresh)));
  const judged = fresh.subarray(from);
  // Nothing came before: a candidate needs rows to learn from.
  if (judged.length === sorted.length) return { kind: "too-few", nothingBefore: true, ...come };
  return { kind: "fresh", newest: judged.length / sorted.length, declared, rows: judged.length, days: daysIn(judged) };
}

/** Whether so much is enough to say something against what serves. */
export function isEnough({ rows, days }: Since): boolean {
  return rows >= LEAST_FRESH.rows && days >= LEAST_FRESH.days;
}

const DAY = 86_400_000;

/** The day (UTC) of a moment, as a number. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** On how many days these moments lie. */
export function daysIn(times: Float64Array): number {
  return new Set(times.map(dayOf)).size;
}

/** Where the last days begin that judging takes at least. */
function lastDays(sorted: Float64Array): number {
  const days = [...new Set(sorted.map(dayOf))];
  const first = days[days.length - LEAST_FRESH.days] as number;
  return sorted.findIndex((at) => dayOf(at) >= first);
}

/** The same place, or where its moment begins: rows of one moment stay together. */
function wholeMoments(sorted: Float64Array, place: number): number {
  return sorted.indexOf(sorted[place] as number);
}
