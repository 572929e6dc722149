import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { hitOrMiss, labelPayoff, priceOneLabel } from "../../objective/index.ts";
import { byOwnThresholds } from "./own-thresholds.ts";

const ROWS = 4_000;
const payoff = hitOrMiss({ hit: 1, falseAlarm: -3, miss: 0 });

/** One label whose probability is told as its square: in the right order, and not to be believed. */
function told(): { readonly outputs: Float64Array; readonly truth: Float64Array } {
  const draws = rng({ seed: 6, purpose: "own thresholds" });
  const chances = Float64Array.from({ length: ROWS }, () => draws.uniform());
  return { outputs: chances.map((p) => p ** 2), truth: chances.map((p) => (draws.uniform() < p ? 1 : 0)) };
}

test("a threshold of one's own makes up for probabilities that cannot be believed", () => {
  const { outputs, truth } = told();
  const flags = byOwnThresholds(payoff, { labels: ["tech"], outputs, truth: [truth], ends: [ROWS / 2, ROWS] })![0]!;
  const worth = (given: (row: number) => boolean): number =>
    truth.reduce((sum, yes, row) => sum + priceOneLabel(labelPayoff(payoff, "tech"), given(row), yes === 1), 0) / ROWS;
  // Worth giving from a probability of 3/4 on: p − 3 (1 − p) over the last quarter comes to 1/8 a row. Told as 9/16.
  const own = worth((row) => flags[row] === 1);
  // The money of a row has a standard deviation of about 0.7, so the mean of 4,000 one of about 0.011; the rest is learning.
  expect(own).toBeGreaterThan(1 / 8 - 0.04);
  expect(own).toBeGreaterThan(worth((row) => (outputs[row] as number) >= 3 / 4));
});

test("a label that never pays is never given; with one part there is nothing to learn a threshold from", () => {
  const { outputs } = told();
  const never = { labels: ["tech"], outputs, truth: [new Float64Array(ROWS)] };
  expect(byOwnThresholds(payoff, { ...never, ends: [ROWS / 2, ROWS] })![0]!.every((flag) => flag === 0)).toBe(true);
  expect(byOwnThresholds(payoff, { ...never, ends: [ROWS] })).toBeUndefined();
});
