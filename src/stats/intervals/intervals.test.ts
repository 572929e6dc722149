import { describe, expect, test } from "vitest";
import { isInsufficient, type Rng, rng } from "../../kernel/index.ts";
import type { Estimate, Estimated } from "../estimate.ts";
import { momentsOf } from "../moments/moments.ts";
import { clusterTotals } from "./cluster-totals.ts";
import { clusteredMean, pairedDifference } from "./clustered.ts";
import { mean, meanDifference, relativeLift } from "./mean.ts";
import { intervalOf } from "./point.ts";
import { clusteredProportion, proportion } from "./proportion.ts";
import { logInterval, logitInterval } from "./transformed.ts";

const A = [1, 3, 4, 6, 11, 13, 15, 19, 22, 24, 25, 26, 26];
const B = [2, 4, 6, 9, 11, 13, 14, 15, 18, 19, 21];

describe("agrees with SciPy 1.17.1 on", () => {
  test("the t interval of a mean", () => {
    const got = mean(momentsOf(A)) as Estimate;
    expect([got.value, got.low, got.high].map((x) => x.toFixed(10))).toEqual([
      "15.0000000000",
      "9.3473476761",
      "20.6526523239",
    ]);
  });
  test("Welch's comparison", () => {
    const got = meanDifference(momentsOf(A), momentsOf(B));
    expect(got).toMatchObject({ value: 3, level: 0.95 });
    const { low, high, pValue } = got as Estimate & { pValue: number };
    expect(low).toBeCloseTo(-3.6668221444133, 10);
    expect(high).toBeCloseTo(9.666822144413299, 10);
    expect(pValue).toBeCloseTo(0.35999818693244245, 11);
  });
  test.each([
    [3, 10, 0.10779126740630102, 0.6032218525388546],
    [0, 20, 0, 0.16112515805281935],
    [70, 100, 0.6041514536665333, 0.7810511470506725],
  ])("Wilson's interval of %i in %i", (...[successes, trials, low, high]) => {
    const got = proportion(successes, trials) as Estimate;
    expect(got.low).toBeCloseTo(low, 12);
    expect(got.high).toBeCloseTo(high, 12);
  });
});

const RUNS = 400;

/** The share of runs whose interval holds the truth. */
function coverage(purpose: string, truth: number, run: (random: Rng) => Estimated): number {
  let held = 0;
  for (let unit = 0; unit < RUNS; unit++) {
    const got = run(rng({ seed: 1, unit, purpose }));
    if (!isInsufficient(got) && got.low <= truth && truth <= got.high) held++;
  }
  return held / RUNS;
}

/** Within four standard errors of a binomial share. */
function expectCoverage(got: number, nominal: number = 0.95): void {
  const tolerance = 4 * Math.sqrt((nominal * (1 - nominal)) / RUNS);
  expect(Math.abs(got - nominal)).toBeLessThanOrEqual(tolerance);
}

const normals = (random: Rng, n: number, of: (z: number) => number) =>
  momentsOf(Array.from({ length: n }, () => of(random.normal())));

/** 25 clusters of 2 to 10 rows; rows of a cluster share most of their noise. Mean 3. */
function clusteredRows(random: Rng, spread: number = 1) {
  const [values, clusters] = [[] as number[], [] as number[]];
  for (let c = 0; c < 25; c++) {
    const shared = 2 * random.normal();
    for (let i = 2 + random.integer(9); i > 0; i--) {
      values.push(3 + spread * (shared + random.normal()));
      clusters.push(c * 1_000_003);
    }
  }
  return { sums: Float64Array.from(values), clusters: Int32Array.from(clusters) };
}

describe("covers the truth as often as it says:", () => {
  test("the mean of 12 values, at 90 %", () => {
    expectCoverage(
      coverage("mean", 5, (random) =>
        mean(
          normals(random, 12, (z) => 5 + 2 * z),
          0.9,
        ),
      ),
      0.9,
    );
  });
  test("the difference of two means with unlike variances", () => {
    const run = (random: Rng) =>
      meanDifference(
        normals(random, 10, (z) => 1 + z),
        normals(random, 40, (z) => 6 * z),
      );
    expectCoverage(coverage("welch", 1, run));
  });
  test("the relative lift", () => {
    const run = (random: Rng) =>
      relativeLift(
        normals(random, 60, (z) => 11 + 3 * z),
        normals(random, 60, (z) => 10 + 3 * z),
      );
    expectCoverage(coverage("lift", 0.1, run));
  });
  test("a mean over clusters of unlike size, where rows taken as independent would fall far short", () => {
    expectCoverage(coverage("clusters", 3, (random) => clusteredMean(clusterTotals(clusteredRows(random)))));
    const naive = coverage("clusters", 3, (random) => mean(momentsOf(clusteredRows(random).sums)));
    expect(naive).toBeLessThan(0.8);
  });
  test("a difference on the same clusters, which is narrower than one that ignores the pairing", () => {
    const pair = (random: Rng) => {
      const rows = clusteredRows(random);
      const shifted = { ...rows, sums: rows.sums.map((x) => x + 0.3 + 0.5 * random.normal()) };
      return [clusterTotals(shifted), clusterTotals(rows)] as const;
    };
    expectCoverage(coverage("paired", 0.3, (random) => pairedDifference(...pair(random))));
    const [a, b] = pair(rng({ seed: 1, purpose: "one pair" }));
    const [paired, single] = [pairedDifference(a, b) as Estimate, clusteredMean(a) as Estimate];
    expect(paired.high - paired.low).toBeLessThan((single.high - single.low) / 3);
  });
  test("a share of rows in clusters", () => {
    const run = (random: Rng) => {
      const rows = clusteredRows(random);
      return clusteredProportion(clusterTotals({ ...rows, sums: rows.sums.map((x) => (x > 3 ? 1 : 0)) }));
    };
    expectCoverage(coverage("clustered share", 0.5, run));
  });
});

describe("says what is missing", () => {
  test("when nothing varies, although rounding does", () => {
    const same = Float64Array.from({ length: 1000 }, () => 0.1);
    expect(mean(momentsOf(same))).toMatchObject({ reason: "zero-variance" });
    expect(clusteredMean(clusterTotals({ sums: same }))).toMatchObject({ reason: "zero-variance" });
  });
  test("when there are too few rows, clusters or trials", () => {
    const one = clusterTotals({ sums: Float64Array.of(1, 2), clusters: Int32Array.of(7, 7) });
    expect(mean(momentsOf([1]))).toMatchObject({ reason: "too-few-rows", need: 2, have: 1 });
    expect(clusteredMean(one)).toMatchObject({ reason: "too-few-clusters", need: 2, have: 1 });
    expect(proportion(0, 0)).toMatchObject({ reason: "too-few-rows" });
  });
  test("when a lift has a baseline that may be zero", () => {
    expect(relativeLift(momentsOf([1, 2]), momentsOf([-1, 1, 0.5]))).toMatchObject({ reason: "baseline-near-zero" });
  });
});

test("an interval on a logarithm or logit stays inside the quantity's range", () => {
  const wide = { value: 0.9, variance: 0.04, df: Infinity };
  expect((intervalOf(wide) as Estimate).high).toBeGreaterThan(1);
  expect((logitInterval(wide) as Estimate).high).toBeLessThan(1);
  expect((logInterval({ ...wide, value: 0.1 }) as Estimate).low).toBeGreaterThan(0);
  expect(logInterval({ ...wide, value: 0 })).toMatchObject({ reason: "zero-variance" });
});

test("the totals of clusters are the same in any order of rows", () => {
  const sums = Float64Array.of(1, 2, 4, 8);
  const totals = clusterTotals({ sums, clusters: Int32Array.of(9, 5, 9, -1) });
  expect(totals).toEqual({ sums: Float64Array.of(5, 2, 8), sizes: Float64Array.of(2, 1, 1) });
});
