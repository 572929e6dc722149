import { describe, expect, test } from "vitest";
import { mergeNews } from "../seen/labels/merge-labels.ts";
import type { LabelNews } from "../seen/seen.ts";
import { addToDay, type DaySoFar } from "./whole-day.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5);

const newsOf = (gap: number): LabelNews => ({
  ...{ cases: 1, gap, trend: 2 * gap, variance: [1, 2, 3], reports: [gap, 1] },
});

describe("news of a day", () => {
  const wholeDays = (hours: readonly number[], periodMs: number): readonly LabelNews[] => {
    let today: DaySoFar<LabelNews> | undefined;
    return hours.flatMap((hour, i) => {
      const step = addToDay(today, newsOf(i), { from: START + hour * HOUR, periodMs, merge: mergeNews });
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
