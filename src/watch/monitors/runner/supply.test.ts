import { describe, expect, test } from "vitest";
import { DAY, HOUR, quietWorld, shopWith } from "./quiet-shop.conformance.ts";
import { monitorRun } from "./run.ts";
import { type Supply, suppliedAfter, type TooLittle, tooLittle, wordTooLittle } from "./supply.ts";

/** What has too little in a shop of so many decisions a day, after some days of such periods. */
function tooLittleAt(perDay: number, periodMs: number, days = 4): readonly TooLittle[] {
  const world = quietWorld({ seed: 5, fields: 4, decisions: (perDay * periodMs) / DAY, periodMs });
  const run = monitorRun({ system: shopWith(4), reference: world.reference, periodMs });
  for (let p = 0; p < (days * DAY) / periodMs; p++) run.step(world.period(p));
  return tooLittle(run.state.supplies ?? {}, periodMs);
}

/** What is told after each of ten days' periods that had as many as that, one after the other. */
function toldBy(counts: readonly number[], least: number, periodMs = HOUR): readonly (readonly TooLittle[])[] {
  let known: readonly Supply[] = [];
  return Array.from({ length: Math.ceil((10 * DAY) / periodMs) }, (_, p) => {
    const n = counts[p % counts.length] ?? 0;
    known = suppliedAfter(known, [{ kinds: ["k"], of: "decisions", n, least }], periodMs);
    return tooLittle({ m: known }, periodMs);
  });
}

/** What is told at the end of them. */
const supplied = (counts: readonly number[], least: number) => toldBy(counts, least).at(-1)!;

describe("a monitor for which a period has too little", () => {
  test("says what it had, what it needs, and how long a period brings that", () => {
    const found = tooLittleAt(200, HOUR).find(({ monitor }) => monitor === "responseDistribution");
    expect(found).toMatchObject({ of: "scores", least: 30, period: "6h" });
    expect(found!.perPeriod).toBeGreaterThan(6);
    expect(found!.perPeriod).toBeLessThan(11);
    expect(supplied([9, 8, 8], 20)).toMatchObject([{ monitor: "m", perPeriod: expect.closeTo(8.33, 1), period: "4h" }]);
    const [one] = supplied([8], 20);
    expect(wordTooLittle(one!)).toBe(
      '8 decisions a period of 1 h, and needs 20: set `monitors: { period: "4h" }` in the system file',
    );
  });

  test("reads in periods of the length that it names", () => {
    const names = (all: readonly TooLittle[]) => all.map(({ monitor }) => monitor);
    expect(names(tooLittleAt(200, HOUR))).toContain("responseDistribution");
    expect(names(tooLittleAt(200, 6 * HOUR))).not.toContain("responseDistribution");
  });

  test("is none where there is enough, if only once a day, nor before it can be told, nor of what does not come at all", () => {
    expect(tooLittleAt(2_400, HOUR)).toEqual([]);
    expect(supplied([...Array.from({ length: 23 }, () => 0), 40], 20)).toEqual([]);
    expect(tooLittleAt(200, HOUR, 2 / 24)).toEqual([]);
    expect(supplied([0], 20)).toEqual([]);
  });

  test.each([
    [60_000, 1_440],
    [HOUR, 24],
    [5 * HOUR, 6],
    [12 * HOUR, 6],
    [DAY, 6],
  ])("is told after a whole day and six periods: of %d ms after %d", (periodMs, periods) => {
    expect(toldBy([2], 30, periodMs).findIndex((told) => told.length > 0)).toBe(periods - 1);
  });

  test.each([0, 6, 12, 18, 22])("is never a night alone, of a shop that opens its books at %d o'clock", (start) => {
    const hours = Array.from({ length: 24 }, (_, h) => ((start + h) % 24 >= 8 && (start + h) % 24 < 22 ? 300 : 2));
    expect(toldBy(hours, 30).flat()).toEqual([]);
  });

  test("has no length that helps where a day brings too little", () => {
    const [one] = supplied([0, 1], 30);
    expect(one).toMatchObject({ period: null });
    expect(wordTooLittle(one!)).toMatch(
      /^0\.5\d? decisions a period of 1 h, and needs 30: a day brings too few as well$/,
    );
  });
});
