import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { standEvidence } from "./beyond.ts";
import { type GapScatter, gapFreedom, gapVariance, learnGap, noGaps } from "./gap-scatter.ts";

const LEAST = 0.01;
const learnt = (gaps: readonly number[]): GapScatter =>
  gaps.reduce((scatter, gap) => learnGap(scatter, gap, { variance: 1, least: LEAST }), noGaps);

/** Sixty periods tell a variance to a standard error of √(2 / 60) of all of it, sampling included. */
test("what periods add to sampling is found, and nothing where they add nothing", () => {
  const draws = rng({ seed: 1, unit: 0, purpose: "gaps" });
  const gaps = (own: number): readonly number[] =>
    Array.from({ length: 200 }, () => 3 + draws.normal() + own * draws.normal());
  const error = 4 * Math.sqrt(2 / 60);
  expect(Math.abs(gapVariance(learnt(gaps(2)), LEAST) - 4)).toBeLessThan(5 * error);
  expect(gapVariance(learnt(gaps(0)), LEAST)).toBeLessThan(error);
  expect(gapVariance(noGaps, LEAST)).toBe(LEAST);
});

test("a fault after many periods does not become usual at once", () => {
  const quiet = learnt(Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1 : -1)));
  const hit = learnGap(quiet, 1_000, { variance: 1, least: LEAST });
  expect(gapVariance(hit, LEAST)).toBeLessThan(1);
});

/** Of 4,000 sequences each; four standard errors of the mean. While few periods are known, far more than sampling may count for half as much again. */
test.each([
  [0, 1],
  [1, 1],
  [5, 1.5],
])("where periods add %d times what sampling does, e-values are at most %d on average", (own, most) => {
  const draws = rng({ seed: 5, unit: own, purpose: "gaps" });
  for (const known of [0, 1, 2, 5, 20]) {
    const values = Array.from({ length: 4_000 }, () => {
      const gap = (): number => draws.normal() + own * draws.normal();
      const scatter = learnt(Array.from({ length: known }, gap));
      const stand = { expected: 0, tolerance: 0, scatter: Math.sqrt(gapVariance(scatter, LEAST)) };
      return Math.exp(standEvidence({ value: gap(), variance: 1, freedom: gapFreedom(scatter) }, stand));
    });
    const mean = values.reduce((sum, e) => sum + e, 0) / values.length;
    const error = Math.sqrt(values.reduce((sum, e) => sum + (e - mean) ** 2, 0)) / values.length;
    expect(mean).toBeLessThanOrEqual(most + 4 * error);
  }
});
