import { expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import type { Estimate, Estimated } from "../estimate.ts";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import { bootstrapSums, sumReplicates } from "./bootstrap-sums.ts";
import { BOUNDS } from "./poisson-counts.ts";
import { kernelSums } from "./wasm.ts";
import { plainSums } from "./weighted-sums.ts";

const draws = rng({ seed: 7, purpose: "bootstrap-test" });
const skewed = (rows: number): Float64Array =>
  Float64Array.from({ length: rows }, () => -Math.log(1 - draws.uniform()));
const ones = (rows: number): Float64Array => new Float64Array(rows).fill(1);

function known(estimate: Estimated): Estimate {
  if (isInsufficient(estimate)) throw new Error(estimate.reason);
  return estimate;
}

test.each([1, 31, 32, 2_048, 5_003])("the kernel draws and sums %i rows to the same bits as plain loops", (rows) => {
  const columns = [skewed(rows), ones(rows)];
  const request = { replicates: 20, seed: 11 };
  const kernel = kernelSums(2);
  expect(kernel).toBeDefined();
  const fast = sumReplicates(columns, { ...request, sums: kernel as NonNullable<typeof kernel> });
  expect(fast).toEqual(sumReplicates(columns, { ...request, sums: plainSums(2) }));
});

test("a row counts as often as Poisson(1) says", () => {
  const chances = [0, ...BOUNDS, 0x10000].map((bound) => bound / 0x10000);
  chances.slice(1).forEach((upTo, k) => {
    const factorial = Array.from({ length: k }, (_, i) => i + 1).reduce((product, i) => product * i, 1);
    // Draws of 16 bits: a bound is off by half of one at most, so a chance by one.
    expect(Math.abs(upTo - (chances[k] as number) - Math.exp(-1) / factorial)).toBeLessThan(1.1 / 0x10000);
  });
});

test("sums over resampled rows scatter as theory says: by the root of the sum of squares", () => {
  const rows = 4_000;
  const values = skewed(rows);
  const [sums] = bootstrapSums([values], { replicates: 4_000, seed: 3 }) as [Float64Array];
  const mean = sums.reduce((sum, one) => sum + one, 0) / sums.length;
  const variance = sums.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sums.length - 1);
  const expected = values.reduce((sum, value) => sum + value * value, 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  // Four standard errors: of a mean of 4,000, and of a variance, √(2 / 4,000).
  expect(Math.abs(mean - total)).toBeLessThan(4 * Math.sqrt(expected / 4_000));
  expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / 4_000));
});

test("the interval of a variance is that of Efron and Tibshirani's spatial data", () => {
  // An introduction to the bootstrap, 1993, table 14.2: θ = 171.5, 90 % BCa (115.8, 259.6) by 2,000 replicates, ABC (116.7, 260.9).
  const a = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];
  const values = Float64Array.from(a);
  const squares = values.map((value) => value * value);
  const variance = (sums: Float64Array): number => {
    const [n, sum, square] = sums as unknown as [number, number, number];
    return square / n - (sum / n) ** 2;
  };
  const found = known(
    bootstrapInterval([ones(a.length), values, squares], variance, { replicates: 40_000, seed: 5, level: 0.9 }),
  );
  expect(found.value).toBeCloseTo(171.5, 1);
  // The book's ends have a standard error of about 2.5 from 2,000 replicates.
  expect(Math.abs(found.low - 115.8)).toBeLessThan(6);
  expect(Math.abs(found.high - 259.6)).toBeLessThan(10);
});

test("rows that are one, that do not vary, or that make no number have no interval", () => {
  const mean = (sums: Float64Array): number => (sums[0] as number) / (sums[1] as number);
  expect(bootstrapInterval([ones(1), ones(1)], mean, { seed: 1 })).toMatchObject({ reason: "too-few-rows" });
  expect(bootstrapInterval([ones(9), ones(9)], mean, { seed: 1 })).toMatchObject({ reason: "no-variation" });
  expect(bootstrapInterval([ones(9), new Float64Array(9)], mean, { seed: 1 })).toMatchObject({ reason: "not-defined" });
});
