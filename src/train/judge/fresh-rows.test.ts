import { describe, expect, test } from "vitest";
import { judgingOf, LEAST_FRESH } from "./fresh-rows.ts";

const DAY = 86_400_000;
const HOUR = DAY / 24;
/** A row an hour over so many days. */
const hours = (days: number): Float64Array => Float64Array.from({ length: days * 24 }, (_, i) => i * HOUR);
const judgedAfter = (days: number, until: number, declared = 0.25) =>
  judgingOf({ time: hours(days), until: until * DAY - HOUR, declared });

describe("a champion that learned up to a time", () => {
  test("is judged on the newer half of what came since, and on no more than the file declares", () => {
    expect(judgedAfter(400, 360)).toMatchObject({
      kind: "fresh",
      rows: 20 * 24,
      days: 20,
      newest: 20 / 400,
      declared: 0.25,
    });
    expect(judgedAfter(400, 100)).toMatchObject({ kind: "fresh", rows: 100 * 24, newest: 0.25 });
  });

  test("is judged on a week of days at least, and on 200 rows", () => {
    expect(judgedAfter(400, 390)).toMatchObject({ kind: "fresh", rows: LEAST_FRESH.rows, days: 9 });
    const dense = Float64Array.from({ length: 4_000 }, (_, i) => (i * DAY) / 100);
    const judged = judgingOf({ time: dense, until: 30 * DAY - 1, declared: 0.25 });
    expect(judged).toMatchObject({ kind: "fresh", days: LEAST_FRESH.days, rows: 700 });
  });

  test("is not judged on two days, however many rows they hold, nor on a month of few rows", () => {
    const dense = Float64Array.from({ length: 9_600 }, (_, i) => (i * DAY) / 1_000);
    const until = 7.6 * DAY - 1;
    expect(judgingOf({ time: dense, until, declared: 0.25 })).toEqual({ kind: "too-few", rows: 2_000, days: 3 });
    const sparse = Float64Array.from({ length: 400 }, (_, i) => i * DAY);
    expect(judgingOf({ time: sparse, until: 369 * DAY, declared: 0.25 })).toEqual({
      ...{ kind: "too-few", rows: 30, days: 30 },
    });
    expect(judgedAfter(100, 100)).toEqual({ kind: "too-few", rows: 0, days: 0 });
  });

  test("is not judged where nothing came before that a candidate could learn from", () => {
    const week = Float64Array.from({ length: 700 }, (_, i) => (i * DAY) / 100);
    expect(judgingOf({ time: week, until: -1, declared: 0.25 })).toEqual({
      ...{ kind: "too-few", nothingBefore: true, rows: 700, days: 7 },
    });
  });

  test("is judged on whole moments, none of which it knows", () => {
    const daily = Float64Array.from({ length: 6_000 }, (_, i) => Math.floor(i / 50) * DAY);
    const judged = judgingOf({ time: daily, until: 90 * DAY, declared: 0.25 });
    // Of 29 days since the newer half is 14.5: the day that it cuts is judged whole.
    expect(judged).toMatchObject({ kind: "fresh", days: 15, rows: 750 });
  });

  test("cannot be told from its rows without a time, or where none was noted", () => {
    expect(judgingOf({ time: null, until: 5, declared: 0.25 })).toEqual({ kind: "untold" });
    expect(judgingOf({ time: hours(20), until: undefined, declared: 0.25 })).toEqual({ kind: "untold" });
  });
});
