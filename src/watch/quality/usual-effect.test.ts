import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type DayScore, deviationOf, learnEffect, noUsualEffect, type UsualEffect } from "./usual-effect.ts";

interface Days {
  readonly level: number;
  readonly scatter: number;
  readonly information: number;
}

function* daysOf({ level, scatter, information }: Days, n: number, seed: number): Generator<DayScore> {
  const draws = rng({ seed, purpose: "test.effect" });
  for (let i = 0; i < n; i++) {
    const effect = level + scatter * draws.normal();
    yield { score: effect * information + Math.sqrt(information) * draws.normal(), information };
  }
}

function learned(days: Iterable<DayScore>): { readonly usual: UsualEffect; readonly z: readonly number[] } {
  let usual = noUsualEffect;
  const z = [...days].map((day) => {
    const { z: one } = deviationOf(usual, day);
    usual = learnEffect(usual, day);
    return one;
  });
  return { usual, z };
}

describe("what is usual of a score", () => {
  test.each<readonly [string, Days]>([
    ["a head that is right", { level: 0, scatter: 0, information: 10 }],
    ["a head that is off from its first day on", { level: 0.2, scatter: 0, information: 40 }],
    ["days that differ beyond chance", { level: -0.1, scatter: 0.2, information: 400 }],
  ])("of %s is learned: deviations have mean 0 and variance 1", (_, how) => {
    const z = Array.from({ length: 40 }, (__, seed) => learned(daysOf(how, 60, seed)).z.slice(20)).flat();
    const mean = z.reduce((sum, one) => sum + one, 0) / z.length;
    const square = z.reduce((sum, one) => sum + one * one, 0) / z.length;
    // Four standard errors, and the share of a variance that the least and the guessed scatter claim where there is none.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(z.length));
    const claimed = how.scatter === 0 ? how.information * 0.1 ** 2 : 0;
    expect(square).toBeGreaterThan(1 / (1 + claimed) - 4 * Math.sqrt(2 / z.length));
    expect(square).toBeLessThan(1 + 4 * Math.sqrt(2 / z.length));
  });

  test("is a precision-weighted mean of days and what was thought before", () => {
    const information = 25;
    const { usual } = learned(daysOf({ level: 0.3, scatter: 0, information }, 40, 1));
    expect(Math.abs(usual.mean - 0.3)).toBeLessThan(4 / Math.sqrt(usual.precision));
    // Forty days, the first of which is forgotten by e^(−40/42) already, and days that are thought to add a little.
    expect(usual.precision).toBeLessThan(40 * information + 12);
    expect(usual.precision).toBeGreaterThan(40 * information * 0.5);
  });

  test("moves no further for one day that is far out than for one of three standard deviations", () => {
    const { usual } = learned(daysOf({ level: 0, scatter: 0, information: 25 }, 30, 2));
    const levelAfter = (score: number): number => learnEffect(usual, { score, information: 25 }).mean;
    expect(levelAfter(1e6)).toBeCloseTo(levelAfter(60), 12);
    expect(levelAfter(1e6)).toBeGreaterThan(levelAfter(5));
  });

  test("is not asked of a day without information", () => {
    expect(learnEffect(noUsualEffect, { score: 0, information: 0 })).toBe(noUsualEffect);
  });

  test("leaves tails heavy that few labels have, or a scatter that is hardly known", () => {
    expect(deviationOf(noUsualEffect, { score: 0, information: 0.5 }).freedom).toBeCloseTo(2, 12);
    const many = deviationOf(noUsualEffect, { score: 0, information: 1e5 }).freedom;
    expect(many).toBeLessThan(4);
  });
});
