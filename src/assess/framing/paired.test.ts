import { expect, test } from "vitest";
import type { Estimate } from "../../stats/index.ts";
import { learningFactor, pairedGain } from "./paired.ts";

const planned = (train: number, score: number) => ({ train: new Int32Array(train), score: new Int32Array(score) });

test("five folds widen an interval by the square root of 1 + 5 / 4, a quarter held out by that of 1 + 1 / 3", () => {
  const folds = { fits: Array.from({ length: 5 }, () => planned(80, 20)), judged: [0, 1, 2, 3, 4] };
  expect(learningFactor(folds)).toBeCloseTo(1.5, 12);
  expect(learningFactor({ fits: [planned(50, 20), planned(75, 25)], judged: [1] })).toBeCloseTo(Math.sqrt(4 / 3), 12);
});

test("a gain keeps its value, and those who are the same differ by nothing for certain", () => {
  const entity = Int32Array.from({ length: 8 }, (_, i) => i);
  const decisions = { rows: 8, entity, weight: new Float64Array(8).fill(1), slices: { rows: 8, columns: [] } };
  const mine = Float64Array.from({ length: 8 }, (_, i) => i);
  const theirs = new Float64Array(8);
  const [plain, wide] = [1, 2].map((factor) => pairedGain(decisions, { mine, theirs }, factor) as Estimate);
  expect(wide?.value).toBe(plain?.value);
  expect(wide!.high - wide!.low).toBeCloseTo(2 * (plain!.high - plain!.low), 12);
  expect(pairedGain(decisions, { mine, theirs: mine }, 2)).toMatchObject({ value: 0, low: 0, high: 0 });
});
