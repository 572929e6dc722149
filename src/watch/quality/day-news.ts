import type { Instant } from "../../kernel/index.ts";
import type { Reading } from "../monitors/monitor.ts";
import { mergeNews } from "../seen/labels/merge-labels.ts";
import type { LabelNews } from "../seen/seen.ts";

const DAY = 86_400_000;

/** What became known in the day so far. Plain data. */
export interface DayNews {
  readonly day: number;
  readonly news: LabelNews;
}

/**
 * One period more: the day so far, and the whole day where the period ends one. Hours of one day have much in common, and their
 * labels come in batches; a period that is longer than a day is taken as one.
 */
export function addNews(
  before: DayNews | undefined,
  news: LabelNews,
  { from, periodMs }: { readonly from: Instant; readonly periodMs: number },
): { readonly today: DayNews | undefined; readonly whole: LabelNews | undefined } {
  const day = Math.floor(from / DAY);
  const sum = before === undefined || before.day !== day ? news : mergeNews(before.news, news);
  const isOver = Math.floor((from + periodMs) / DAY) !== day;
  return isOver ? { today: undefined, whole: sum } : { today: { day, news: sum }, whole: undefined };
}

/** Readings without those of days that others speak for: one watch hears one reading of a day. */
export function withoutDaysOf(others: readonly Reading[], readings: readonly Reading[]): readonly Reading[] {
  return readings.filter(
    ({ kind, about, over }) =>
      over !== "day" || !others.some((other) => other.kind === kind && other.about.name === about.name),
  );
}
