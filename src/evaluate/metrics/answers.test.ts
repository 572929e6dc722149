import { describe, expect, test } from "vitest";
import { isInsufficient, type Rng, rng } from "../../kernel/index.ts";
import type { Estimate } from "../../stats/index.ts";
import {
  coarseAccuracy,
  hammingLoss,
  type Metric,
  type MetricInput,
  meanAveragePrecision,
  meanReciprocalRank,
  microF1,
  multilabelLogLoss,
  ndcg,
  subsetAccuracy,
  topThreeAccuracy,
} from "./index.ts";

const array = (...values: number[]) => Float64Array.from(values);
const numberIn = (got: unknown) => (got as Estimate).value;

describe("agrees with scikit-learn", () => {
  // f1_score(average="micro"), hamming_loss, accuracy_score and the mean of log_loss per label, scikit-learn 1.9.
  test("on four rows of three labels", () => {
    const scores = array(0.9, 0.2, 0.6, 0.4, 0.7, 0.1, 0.3, 0.8, 0.55, 0.1, 0.45, 0.2);
    const labels = array(1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0);
    const input = { classes: 3, labelsPerRow: 3 };
    expect(numberIn(microF1(scores, labels, input))).toBeCloseTo(0.8, 12);
    expect(numberIn(hammingLoss(scores, labels, input))).toBeCloseTo(1 / 6, 12);
    expect(numberIn(subsetAccuracy(scores, labels, input))).toBe(0.5);
    expect(numberIn(multilabelLogLoss(scores, labels, input))).toBeCloseTo(0.5261735508862638, 12);
  });

  // ndcg_score over 2^relevance − 1, and average_precision_score over relevance > 0.
  test("on a ranked list, wherever its rows lie", () => {
    const scores = array(0.1, 0.5, 0.9, 0.8, 0.5, 0.3, 0.2);
    const labels = array(3, 0, 0, 2, 0, 1, 0);
    // The second list, rows 1 and 4, is in the best order: 1 by every measure.
    const input = { groups: Int32Array.of(0, 1, 0, 0, 1, 0, 0) };
    const mixed = labels.with(1, 1);
    expect(numberIn(ndcg(scores.with(1, 0.6), mixed, input))).toBeCloseTo((1 + 0.5430505007378632) / 2, 12);
    expect(numberIn(meanAveragePrecision(scores.with(1, 0.6), mixed, input))).toBeCloseTo(
      (1 + 0.5888888888888889) / 2,
      12,
    );
    expect(numberIn(meanReciprocalRank(scores.with(1, 0.6), mixed, input))).toBe(0.75);
  });
});

test("three guesses are enough where the truth is among the three likeliest, ties going to the earlier class", () => {
  const scores = array(0.1, 0.2, 0.3, 0.4, 0.25, 0.25, 0.25, 0.25);
  expect(numberIn(topThreeAccuracy(scores, array(0, 3), { classes: 4 }))).toBe(0);
  expect(numberIn(topThreeAccuracy(scores, array(1, 2), { classes: 4 }))).toBe(1);
});

test("a branch is as likely as its leaves together", () => {
  const names = ["fashion > shoes", "fashion > coats", "home > lamps"];
  const scores = array(0.3, 0.3, 0.4, 0.1, 0.1, 0.8);
  expect(numberIn(coarseAccuracy(scores, array(1, 0), { classes: 3, names }))).toBe(0.5);
  expect(isInsufficient(coarseAccuracy(scores, array(1, 0), { classes: 3 }))).toBe(true);
});

test("a model that cannot tell is not flattered by lists that happen to be sorted", () => {
  const groups = Int32Array.of(0, 0, 0, 1, 1);
  const got = meanReciprocalRank(new Float64Array(5), array(1, 0, 0, 1, 0), { groups });
  expect(numberIn(got)).toBeCloseTo((1 / 3 + 1 / 2) / 2, 12);
});

test("lists in which nothing is relevant say nothing", () => {
  expect(isInsufficient(ndcg(array(1, 2), array(0, 0), { groups: Int32Array.of(0, 0) }))).toBe(true);
  expect(isInsufficient(ndcg(array(1, 2), array(0, 1)))).toBe(true);
});

/** Two labels, each with a probability uniform on (0, 1) that is exactly right. */
function twoLabels(random: Rng): readonly [readonly number[], readonly number[]] {
  const p = [random.uniform(), random.uniform()];
  return [p, p.map((share) => (random.uniform() < share ? 1 : 0))];
}

/** A list of two, one of them relevant, in an order by chance. */
function twoCandidates(random: Rng): readonly [readonly number[], readonly number[]] {
  return [
    [random.uniform(), random.uniform()],
    [1, 0],
  ];
}

const label = { draw: twoLabels, input: () => ({ classes: 2, labelsPerRow: 2 }) };
const list = {
  draw: twoCandidates,
  input: (units: number) => ({ groups: Int32Array.from({ length: units * 2 }, (_, i) => i >> 1) }),
};
interface World {
  readonly metric: Metric;
  /** By integration: hits 3/8, false alarms and misses 1/8 each; the relevant one is first half of the time. */
  readonly truth: number;
  draw(random: Rng): readonly [readonly number[], readonly number[]];
  input(units: number): MetricInput;
}
const worlds: readonly World[] = [
  { metric: microF1, truth: 3 / 4, ...label },
  { metric: hammingLoss, truth: 1 / 4, ...label },
  { metric: subsetAccuracy, truth: 9 / 16, ...label },
  { metric: multilabelLogLoss, truth: 1 / 2, ...label },
  { metric: meanReciprocalRank, truth: 3 / 4, ...list },
  { metric: ndcg, truth: (1 + 1 / Math.log2(3)) / 2, ...list },
];

test.each(worlds.map((world) => [world.metric.name, world] as const))(
  "the interval of %s covers the truth as often as it says",
  (_, { metric, truth, draw, input }) => {
    const [runs, units] = [400, 150];
    let held = 0;
    for (let unit = 0; unit < runs; unit++) {
      const random = rng({ seed: 5, unit, purpose: metric.name });
      const drawn = Array.from({ length: units }, () => draw(random));
      const [scores, labels] = [drawn.flatMap(([s]) => s), drawn.flatMap(([, y]) => y)];
      const got = metric(Float64Array.from(scores), Float64Array.from(labels), input(units));
      if (!isInsufficient(got) && got.low <= truth && truth <= got.high) held++;
    }
    // Four standard errors of a share of 0.95.
    expect(Math.abs(held / runs - 0.95)).toBeLessThanOrEqual(4 * Math.sqrt((0.95 * 0.05) / runs));
  },
);
