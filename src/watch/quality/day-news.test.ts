import { describe, expect, test } from "vitest";
import type { Reading } from "../monitors/monitor.ts";
import type { LabelNews } from "../seen/seen.ts";
import { addNews, type DayNews, withoutDaysOf } from "./day-news.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5);

const newsOf = (gap: number): LabelNews => ({
  ...{ cases: 1, gap, trend: 2 * gap, variance: [1, 2, 3], reports: [gap, 1] },
});

describe("news of a day", () => {
  const wholeDays = (hours: readonly number[], periodMs: number): readonly LabelNews[] => {
    let today: DayNews | undefined;
    return hours.flatMap((hour, i) => {
      const step = addNews(today, newsOf(i), { from: START + hour * HOUR, periodMs });
      today = step.today;
      return step.whole ?? [];
    });
  };

  test("is that of its hours, once the last of them is over", () => {
    const hours = Array.from({ length: 47 }, (_, hour) => hour);
    expect(wholeDays(hours, HOUR)).toEqual([
      { cases: 24, gap: 276, trend: 552, variance: [24, 48, 72], reports: [276, 24] },
    ]);
  });

  test("is that of the period where it is a day or longer", () => {
    expect(wholeDays([0, 24, 48], DAY).map(({ gap }) => gap)).toEqual([0, 1, 2]);
    expect(wholeDays([0, 168], 7 * DAY).map(({ gap }) => gap)).toEqual([0, 1]);
  });

  test("forgets a day of which the end was never seen", () => {
    expect(wholeDays([3, 4, 47], HOUR).map(({ gap }) => gap)).toEqual([2]);
  });
});

test("a watch hears one reading of a day", () => {
  const reading = (kind: string, over?: "day", name = "risk"): Reading => ({
    ...{ kind, about: { part: "head", name }, evidence: 0, value: null, expected: null, unit: "", reach: 1, says: "" },
    ...(over === undefined ? {} : { over }),
  });
  const all = [reading("gap"), reading("gap", "day"), reading("gap", "day", "other"), reading("slope", "day")];
  expect(withoutDaysOf([reading("gap", "day")], all)).toEqual([all[0], all[2], all[3]]);
  expect(withoutDaysOf([], all)).toEqual(all);
});
