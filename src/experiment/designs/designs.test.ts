import { describe, expect, test } from "vitest";
import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { momentsOf } from "../../stats/index.ts";
import { type AgedUnit, cohortEffects } from "./cohorts.ts";
import { dilute, disagreementOf } from "./disagreement.ts";
import { costOfWaiting, latencyPrice } from "./latency-price.ts";
import { wordFinding, wordSpan } from "./reading.ts";
import { stepAt, steppedEffect } from "./stepped.ts";
import { switchbackEffect } from "./switchback.ts";

function sure<T>(found: T | Insufficient): T {
  if (isInsufficient(found)) throw new Error(found.reason);
  return found as T;
}

describe("latency-price", () => {
  const delayed = [0, 50, 100].map((delayMs) => ({
    delayMs,
    money: momentsOf([5 - delayMs / 100, 7 - delayMs / 100]),
  }));

  test("is the slope through the arms' means, and prices any change of latency", () => {
    const price = latencyPrice(delayed);
    expect(sure(price.perMs).value).toBeCloseTo(-0.01, 12);
    expect(sure(costOfWaiting(price, 30)).value).toBeCloseTo(-0.3, 12);
    expect(sure(price.straight)).toBeCloseTo(1, 12);
    expect(price).toMatchObject({ upToMs: 100, units: 6 });
  });

  test("says nothing with one delay, and not whether two lie on a line", () => {
    expect(latencyPrice(delayed.slice(0, 1)).perMs).toMatchObject({ reason: "too-few-delays" });
    expect(latencyPrice(delayed.slice(0, 2)).straight).toMatchObject({ reason: "too-few-delays", need: 3 });
    expect(latencyPrice([...delayed, { delayMs: 9, money: momentsOf([1]) }]).perMs).toMatchObject({
      reason: "too-few-rows",
    });
  });
});

describe("disagreement", () => {
  test("is counted by decision and by unit", () => {
    const pairs = [true, false, false, false].map((differs, i) => ({ unit: `u${i % 2}`, differs }));
    expect(disagreementOf(pairs)).toMatchObject({ decisions: 4, differing: 1, units: 2, unitsDiffering: 1 });
    expect(disagreementOf([]).shareOfUnits).toMatchObject({ kind: "insufficient" });
  });

  test("dilutes an effect, and has none to dilute where nobody differs", () => {
    const effect = { value: 2, low: 1, high: 3, level: 0.95, pValue: 0.001 };
    expect(sure(dilute(effect, { units: 100, unitsDiffering: 25 })).value).toBe(0.5);
    expect(dilute(effect, { units: 100, unitsDiffering: 0 })).toMatchObject({ reason: "no-disagreement" });
  });
});

test("a switchback needs rounds in which both arms counted", () => {
  const asked = { treatment: "b", control: "a" };
  const block = (round: number, arm: string, money: number) => ({ round, arm, money, size: 10 });
  expect(switchbackEffect([block(0, "a", 1), block(1, "b", 2)], asked)).toMatchObject({ kind: "insufficient" });
  const blocks = [0, 1, 2].flatMap((round) => [block(round, "a", 10 + round), block(round, "b", 20 + 2 * round)]);
  expect(sure(switchbackEffect([...blocks, block(9, "a", 999)], asked)).value).toBeCloseTo(1.1, 12);
});

test("a rollout compares within a step alone, and has nothing to compare where everybody got it at once", () => {
  const clock = { from: 100, everyMs: 10, steps: [0.5, 1] };
  expect([99, 100, 109, 110, 500].map((at) => stepAt(clock, at))).toEqual([-1, 0, 0, 1, 1]);
  const rows = Array.from({ length: 6 }, (_, unit) => ({ unit, step: 0, treated: true, money: unit }));
  expect(steppedEffect(rows)).toMatchObject({ reason: "no-step-to-compare" });
});

describe("a cohort", () => {
  test("does not forget who left: nothing counts as nothing", () => {
    const gone: AgedUnit = { arm: "treatment", money: [4, 0], seen: [true, false] };
    const stayed: AgedUnit = { arm: "control", money: [4, 4], seen: [true, true] };
    const units = [gone, { ...gone, money: [5, 0] }, stayed, { ...stayed, money: [4, 5] }];
    const { byAge } = cohortEffects(units, { treatment: "treatment", control: "control" });
    expect(sure(byAge[1]!.lift).value).toBeCloseTo(-4.5, 12);
    expect(byAge[1]!.staying).toMatchObject({ treatment: { value: 0 }, control: { value: 1 } });
  });

  test("of one age says nothing of how it changes", () => {
    const units: readonly AgedUnit[] = ["treatment", "control"].map((arm) => ({ arm, money: [1], seen: [true] }));
    expect(cohortEffects(units, { treatment: "treatment", control: "control" }).change).toMatchObject({
      reason: "too-few-ages",
    });
  });
});

describe("words", () => {
  test("say more or less, never a minus that brings", () => {
    const found = { value: -0.3567, low: -0.6, high: -0.1, level: 0.95 };
    expect(wordFinding({ found, per: "per entity" }, "USD")).toBe(
      "$0.357 less per entity (95% interval: −$0.60 to −$0.10)",
    );
    expect(wordFinding({ found: { kind: "insufficient", reason: "no-data" }, per: "in all" }, null)).toContain(
      "not enough data",
    );
  });

  test.each([
    [0, "no time"],
    [86_400_000, "1 day"],
    [129_600_000, "36 hours"],
    [1_500, "1,500 milliseconds"],
  ])("tell %i ms as %s", (ms, words) => expect(wordSpan(ms)).toBe(words));
});
