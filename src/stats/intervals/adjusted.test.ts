import { describe, expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import { type Comoments, comomentsOf } from "../moments/comoments.ts";
import { sequentialInterval } from "../sequential.ts";
import { type AdjustedPair, adjustedPair, type Quantity, quantityPoint, skewOfDifference } from "./adjusted.ts";
import { clusteredPoint } from "./clustered.ts";
import { meanVector, stratifiedVector } from "./mean-vector.ts";
import { comparisonOf, differencePoint, liftPoint, type Point } from "./point.ts";
import { solveSymmetric } from "./solve-symmetric.ts";

const N = 60;
const over = (of: (i: number) => number, n = N): Float64Array => Float64Array.from({ length: n }, (_, i) => of(i));

/** Numbers that any language can write down: outcome, before, size and a second covariate of unit i in arm a. */
const y = (a: number) => over((i) => 10 + ((i * 37 + a * 11) % 23) * 0.5 + a * 1.5);
const x = (a: number) => over((i) => 4 + ((i * 37 + a * 11) % 23) * 0.25 + ((i * 13 + a) % 7) * 0.5);
const d = (a: number) => over((i) => 1 + ((i * 5 + a) % 6));
const z = (a: number) => over((i) => (i * 7 + a * 3) % 5);
const times = (a: Float64Array, b: Float64Array) => a.map((value, i) => value * b[i]!);

function pairOf(columns: (arm: number) => readonly Float64Array[], quantity: Quantity): AdjustedPair {
  const [control, treatment] = [0, 1].map((arm) => meanVector(comomentsOf(columns(arm))));
  const pair = adjustedPair(treatment!, control!, quantity);
  if (isInsufficient(pair)) throw new Error(pair.reason);
  return pair;
}

const difference = ({ treatment, control }: AdjustedPair): Point => differencePoint(treatment, control) as Point;

describe("agrees with GrowthBook's statistics engine (gbstats 0.8.0) on", () => {
  test("a mean: difference, interval, p-value, and relative lift", () => {
    const pair = pairOf((arm) => [y(arm)], "mean");
    const found = comparisonOf(difference(pair));
    expect(found).toMatchObject({
      value: expect.closeTo(1.6333333333333329, 12),
      pValue: expect.closeTo(0.008538658883201489, 11),
    });
    expect(found).toMatchObject({
      low: expect.closeTo(0.42411263274723, 9),
      high: expect.closeTo(2.842554033919436, 9),
    });
    const lift = liftPoint(pair.treatment, pair.control) as Point;
    expect(lift.value).toBeCloseTo(0.10577441985968697, 12);
    expect(Math.sqrt(lift.variance)).toBeCloseTo(0.041734296605773755, 12);
  });

  test("a ratio, by the delta method: difference, error and p-value", () => {
    const pair = pairOf((arm) => [times(y(arm), d(arm)), d(arm)], "ratio");
    const point = difference(pair);
    expect(point.value).toBeCloseTo(1.8952380952380938, 12);
    expect(Math.sqrt(point.variance)).toBeCloseTo(0.660603644372499, 12);
    expect(comparisonOf(point)).toMatchObject({ pValue: expect.closeTo(0.00488121665039376, 11) });
  });

  test("a sequence of looks, at its choice of ρ", () => {
    // GrowthBook takes the first step towards the tightest u = n ρ²; here the fixed point is taken.
    const u = (steps: number) => {
      let value = -2 * Math.log(0.05);
      for (let step = 0; step < steps; step++) value = Math.log1p(value) - 2 * Math.log(0.05);
      return value;
    };
    const point = difference(pairOf((arm) => [y(arm)], "mean"));
    const got = sequentialInterval(point, 2 * N, { plannedUnits: (200 * u(60)) / u(1) });
    expect(got).toMatchObject({
      low: expect.closeTo(-0.23570816107642956, 10),
      pValue: expect.closeTo(0.12482310624687196, 10),
    });
  });
});

describe("what was known before", () => {
  test("is taken out by the slopes that leave the least variance: numpy's, to the last digits", () => {
    const one = pairOf((arm) => [y(arm), x(arm)], "mean");
    expect(one.slopes[0]).toBeCloseTo(1.4291138635583607, 11);
    expect(difference(one).value).toBeCloseTo(1.5737869223517353, 11);
    expect(difference(one).variance).toBeCloseTo(0.0962041762916372, 12);
    expect(one.kept).toBeCloseTo(0.25801025340880385, 12);
    const two = pairOf((arm) => [y(arm), x(arm), z(arm)], "mean");
    expect(two.slopes).toEqual([expect.closeTo(1.36786382, 8), expect.closeTo(0.27196128, 8)]);
    expect(difference(two).value).toBeCloseTo(1.5763390073047754, 11);
    expect(difference(two).variance).toBeCloseTo(0.09169793902319548, 12);
  });

  test("leaves no more variance than GrowthBook's pooled slope does, and tells the same story", () => {
    const point = difference(pairOf((arm) => [y(arm), x(arm)], "mean"));
    expect(Math.sqrt(point.variance)).toBeLessThanOrEqual(0.3101716549436108);
    expect(point.value).toBeCloseTo(1.5736160101475214, 3);
  });

  test("may be said twice: a column that is a combination of others gets no slope", () => {
    const once = pairOf((arm) => [y(arm), x(arm)], "mean");
    const twice = pairOf((arm) => [y(arm), x(arm), x(arm).map((value) => 2 * value + 3)], "mean");
    expect(difference(twice).value).toBeCloseTo(difference(once).value, 9);
    expect(difference(twice).variance).toBeCloseTo(difference(once).variance, 9);
  });

  test("leaves the arms' levels where they are, and narrows a ratio too", () => {
    const plain = pairOf((arm) => [times(y(arm), d(arm)), d(arm)], "ratio");
    const adjusted = pairOf((arm) => [times(y(arm), d(arm)), d(arm), times(x(arm), d(arm)), d(arm)], "ratio");
    expect(adjusted.control.value).toBeCloseTo(plain.control.value, 0);
    expect(difference(adjusted).variance).toBeLessThan(difference(plain).variance / 2);
  });
});

test("a ratio over units is the clustered mean, to the last digits", () => {
  const [sums, sizes] = [times(y(0), d(0)), d(0)];
  const got = quantityPoint(meanVector(comomentsOf([sums, sizes])), "ratio") as Point;
  const expected = clusteredPoint({ sums, sizes }) as Point;
  expect(got.value).toBeCloseTo(expected.value, 13);
  expect(got.variance).toBeCloseTo(expected.variance, 13);
  expect(quantityPoint(meanVector(comomentsOf([y(0), over(() => 0)])), "ratio")).toMatchObject({
    reason: "empty-denominator",
  });
});

describe("strata", () => {
  const byKind = (values: Float64Array, kind: (i: number) => number): readonly Comoments[] =>
    [0, 1, 2].map((k) => comomentsOf([values.filter((_, i) => kind(i) === k)]));

  test("count by their share of all units: numpy's numbers", () => {
    const shares = [0.3904761904761905, 0.3047619047619048, 0.3047619047619048];
    const treatment = stratifiedVector(
      byKind(y(1).slice(0, 45), (i) => (i < 9 ? 0 : (2 * i) % 3)),
      shares,
    );
    const control = stratifiedVector(
      byKind(y(0), (i) => i % 3),
      shares,
    );
    expect(treatment).toMatchObject({
      values: [expect.closeTo(16.872108843537415, 11)],
      covariance: [expect.closeTo(0.2636573850869284, 12)],
      df: 42,
    });
    expect(control).toMatchObject({
      values: [expect.closeTo(15.46595238095238, 11)],
      covariance: [expect.closeTo(0.20146352488363767, 12)],
    });
  });

  test("with fewer than two units cannot be counted", () => {
    expect(stratifiedVector([comomentsOf([y(0)]), comomentsOf([Float64Array.of(1)])], [1, 1])).toMatchObject({
      reason: "too-few-rows",
      have: 1,
    });
  });
});

test("a difference that one unit carries is skewed, one of many is not", () => {
  const moments = (values: Float64Array) => comomentsOf([values]);
  const one = over((i) => (i === 0 ? 1_000 : i % 2));
  const flat = over((i) => i % 2);
  const skew = (a: Float64Array, b: Float64Array) =>
    skewOfDifference(
      moments(a),
      moments(b),
      differencePoint(
        quantityPoint(meanVector(moments(a)), "mean"),
        quantityPoint(meanVector(moments(b)), "mean"),
      ) as Point,
    );
  expect(skew(one, flat)).toBeGreaterThan(0.9);
  expect(skew(flat, one)).toBeLessThan(-0.9);
  expect(Math.abs(skew(flat, y(1)))).toBeLessThan(0.05);
});

test("symmetric equations are solved", () => {
  const [a, b, c] = solveSymmetric(
    [
      [4, 1, 2],
      [1, 3, 0],
      [2, 0, 5],
    ],
    [17, 10, 21],
  ) as [number, number, number];
  expect(4 * a + b + 2 * c).toBeCloseTo(17, 12);
  expect(a + 3 * b).toBeCloseTo(10, 12);
  expect(2 * a + 5 * c).toBeCloseTo(21, 12);
  expect(solveSymmetric([[0]], [3])).toEqual([0]);
});
