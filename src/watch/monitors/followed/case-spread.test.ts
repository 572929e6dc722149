import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { weightedMomentsOf } from "../../../stats/index.ts";
import { caseVariance, noSpread, spreadMeasure } from "./case-spread.ts";

const HOUR = 3_600_000;

const moments = (values: readonly number[]) => weightedMomentsOf(values, new Float64Array(values.length).fill(1));

test("how far cases differ is learned over periods of few, whatever the level of each", () => {
  const draws = rng({ seed: 5, unit: 0, purpose: "case spread" });
  let spread = noSpread;
  for (let hour = 0; hour < 14 * 24; hour++) {
    const level = 10 * draws.normal();
    spread = spreadMeasure(spread, moments([0, 1, 2].map(() => level + 3 * draws.normal())), HOUR).spread;
  }
  // About 425 degrees of freedom are remembered: the relative error of a variance is √(2 / 425), three times that is 0.21.
  expect(caseVariance(spread) / 9).toBeGreaterThan(0.79);
  expect(caseVariance(spread) / 9).toBeLessThan(1.21);
});

test("two cases that happen to be alike are not known well", () => {
  const known = spreadMeasure(noSpread, moments(Array.from({ length: 101 }, (_, i) => i % 2)), HOUR).spread;
  const { measure } = spreadMeasure(known, moments([1, 1]), HOUR);
  expect(measure?.variance).toBeCloseTo(0.25 / 2, 2);
  expect(measure?.freedom).toBeCloseTo(1.2);
});

test("nothing is measured before cases tell how far they differ, and of no cases nothing", () => {
  expect(spreadMeasure(noSpread, moments([1, 2, 3]), HOUR).measure).toBeUndefined();
  expect(spreadMeasure(noSpread, moments([]), HOUR)).toEqual({ spread: noSpread, measure: undefined });
});
