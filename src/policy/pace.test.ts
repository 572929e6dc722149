import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import {
  actProbability,
  choose,
  type Explore,
  elapsedAt,
  epsilon,
  ladderOf,
  pacedCutoff,
  paceOf,
  rankScores,
  settleExploring,
  softmax,
  splitMost,
} from "./index.ts";

const draws = rng({ seed: 3, purpose: "pace.scores" });
const ranked = rankScores(Float64Array.from({ length: 4_000 }, () => draws.uniform()));
const share = 0.1;
const exploring = (explore?: Explore) => ({ threshold: 0.5, share, explore });
const base = settleExploring(ranked, exploring());
const ladder = ladderOf(ranked, exploring());

/** Lets a window go by: decisions come at random, and each is made at the price of its moment. Counts what is spent, and when. */
function live({ most, demand, explore }: { most: number; demand: number; explore?: Explore }) {
  const [cutoff, rungs] = [settleExploring(ranked, exploring(explore)), ladderOf(ranked, exploring(explore))];
  const luck = rng({ seed: demand, purpose: "pace.live" });
  const times = Array.from({ length: demand }, () => luck.uniform()).sort((a, b) => a - b);
  let used = 0;
  const spentAt: number[] = [];
  for (const elapsed of times) {
    const score = luck.uniform();
    if (!choose(pacedCutoff(cutoff, { most, used, elapsed }, rungs), score, luck.uniform()).act) continue;
    used++;
    spentAt.push(elapsed);
  }
  return { used, spentAt };
}

describe("a price", () => {
  test("is that of the settled policy on pace, higher ahead of time, lower behind, and never below the threshold", () => {
    const at = (used: number, elapsed: number) => pacedCutoff(base, { most: 100, used, elapsed }, ladder).cutoff;
    expect(at(0, 0)).toBe(base.cutoff);
    expect(at(50, 0.5)).toBe(base.cutoff);
    expect(at(30, 0.1)).toBeGreaterThan(base.cutoff);
    expect(at(10, 0.5)).toBeLessThan(base.cutoff);
    expect(at(0, 0.999)).toBe(0.5);
    expect(at(100, 0.5)).toBe(Infinity);
    expect(at(101, 0.99)).toBe(Infinity);
  });

  test("rises with what is used and falls with time, wherever one looks", () => {
    const part = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 98 }), part, part, (used, a, b) => {
        const at = (spent: number, elapsed: number) => pacedCutoff(base, { most: 100, used: spent, elapsed }, ladder);
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
        expect(at(used, later).cutoff).toBeLessThanOrEqual(at(used, sooner).cutoff);
        expect(at(used + 1, a).cutoff).toBeGreaterThanOrEqual(at(used, a).cutoff);
        expect(paceOf({ most: 100, used, elapsed: a })).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("lets about the share through that it is read off", () => {
    const scores = Float64Array.from({ length: 4_000 }, () => draws.uniform());
    for (const [used, elapsed] of [
      [20, 0.1],
      [50, 0.5],
      [30, 0.4],
    ] as const) {
      const seen = { most: 100, used, elapsed };
      const cutoff = pacedCutoff(base, seen, ladder);
      const through = scores.reduce((sum, score) => sum + actProbability(cutoff, score), 0) / scores.length;
      // Between rungs the cutoff is interpolated; within a tenth of the share, and four errors of a share of 4,000.
      const wanted = share * paceOf(seen);
      expect(Math.abs(through - wanted)).toBeLessThan(0.1 * wanted + 4 * Math.sqrt((wanted * (1 - wanted)) / 4_000));
    }
  });

  test("moves the chance where there is no ladder: of the rule, which says yes or no", () => {
    const rule = { cutoff: 1, atCutoff: 0.5 };
    const at = (used: number, elapsed: number) => pacedCutoff(rule, { most: 100, used, elapsed });
    expect(at(50, 0.5)).toEqual(rule);
    expect(actProbability(at(20, 0), 1)).toBeCloseTo(0.5 * 0.8 ** 4, 12);
    expect(actProbability(at(20, 0), 2)).toBeCloseTo(0.8 ** 4, 12);
    expect(at(0, 0.9).atCutoff).toBe(1);
    expect(at(100, 0)).toEqual({ cutoff: Infinity, atCutoff: 0 });
  });
});

describe.each([
  ["not at all", undefined],
  ["by epsilon", epsilon(0.1)],
  ["by softmax", softmax({ temperature: 0.05 })],
] as const)("a window in which the policy explores %s", (_, explore) => {
  const most = 200;

  test.each([1, 2, 4])("is spent over its whole length at %s times the expected demand", (times) => {
    const { used, spentAt } = live({ most, demand: (times * most) / share, ...(explore && { explore }) });
    expect(used).toBeLessThanOrEqual(most);
    expect(used).toBeGreaterThan(0.95 * most);
    // The last tenth of the time still has its part: at m times the demand m^(−1/3) of an even one, less four errors.
    const late = spentAt.filter((at) => at > 0.9).length;
    const due = (most / 10) * times ** (-1 / 3);
    expect(late).toBeGreaterThan(due - 4 * Math.sqrt(due));
  });

  test("is not spent on what is below the threshold when too few come", () => {
    const { used } = live({ most, demand: 300, ...(explore && { explore }) });
    expect(used).toBeLessThan(most);
  });
});

describe("a budget", () => {
  test("is split between arms in whole numbers that sum to it, each within one of its due", () => {
    const arms = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), arms, (most, weights) => {
        const total = weights.reduce((sum, one) => sum + one, 0);
        const split = splitMost(
          most,
          weights.map((weight, i) => ({ arm: `arm${i}`, share: weight / total })),
        );
        expect(Object.values(split).reduce((sum, one) => sum + one, 0)).toBe(most);
        weights.forEach((weight, i) => {
          expect(Math.abs((split[`arm${i}`] as number) - (most * weight) / total)).toBeLessThan(1 + 1e-6);
        });
      }),
    );
  });

  test("has windows that begin at whole hours and days, before 1970 too", () => {
    expect(elapsedAt("1h", Date.UTC(2026, 4, 4, 13, 30))).toBe(0.5);
    expect(elapsedAt("1d", Date.UTC(2026, 4, 4, 6))).toBe(0.25);
    expect(elapsedAt("1h", -900_000)).toBe(0.75);
  });
});
