import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { cellsIn } from "./packed-cells.ts";
import { expectedAt, learnSeason, openSeason, type Season } from "./season.ts";

const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 0, 5);

function learned(weeks: number, value: (day: number) => number): Season {
  return Array.from({ length: 7 * weeks }, (_, day) => day).reduce(
    (season, day) => learnSeason(season, MONDAY + day * DAY, value(day)),
    openSeason(DAY),
  );
}

test("weekdays that do not differ beyond chance are foretold by all of them", () => {
  const random = rng({ seed: 1, purpose: "season.same" });
  let [drawn, own] = [0, 0];
  for (let i = 0; i < 200; i++) {
    const season = learned(2, () => random.normal());
    const expected = expectedAt(season, MONDAY, 1)!;
    drawn += expected.mean ** 2 / 200;
    own += cellsIn(season.days).means[0]! ** 2 / 200;
    expect(expected.error).toBeLessThan(1 / 2);
  }
  // A weekday seen twice has a variance of a half, all days together one of 1/14; each mean of 200 squares is exact to a tenth.
  expect(own).toBeGreaterThan(0.35);
  expect(drawn).toBeLessThan(own / 2);
});

test("weekdays that differ are foretold each by itself, whatever the others do", () => {
  const season = learned(3, (day) => (day % 7 >= 5 ? 20 : 0));
  expect(expectedAt(season, MONDAY, 1)!.mean).toBeCloseTo(0, 0);
  expect(expectedAt(season, MONDAY + 5 * DAY, 1)!.mean).toBeCloseTo(20, 0);
  expect(expectedAt(season, MONDAY, 1)!.error).toBeGreaterThan(1 / 3.5);
});

test("what is no number teaches nothing", () => {
  const season = learned(1, () => 3);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(learnSeason(season, MONDAY, value)).toBe(season);
});

test("a day that is learned is the only one that is written anew", () => {
  const season = learned(1, () => 3);
  const next = learnSeason(season, MONDAY + 2 * DAY, 5);
  expect(next.days.map((day, i) => day === season.days[i])).toEqual([true, true, false, true, true, true, true]);
  expect(cellsIn(next.days).means).toEqual([3, 3, 4, 3, 3, 3, 3]);
});
