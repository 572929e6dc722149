import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { valueCounter } from "./counter-state.ts";
import { DISTINCT_ERROR } from "./distinct.ts";
import { hashText } from "./hash.ts";
import {
  firstSampled,
  mergeSample,
  type RowSample,
  rankError,
  rowKeys,
  rowSample,
  sampledValues,
  takeSampled,
} from "./row-sample.ts";
import { pairPlainly, sumNumbers, sumPairs, sumPlainly } from "./sums.ts";
import { countedValues, countNumbers, countPlainly, countText, distinctOf, mergeCounter } from "./value-counter.ts";

function counted(values: ArrayLike<number>, capacity?: number): ReturnType<typeof valueCounter> {
  const counter = valueCounter("numbers", capacity);
  countNumbers(counter, Float64Array.from(values), { start: 0, end: values.length });
  return counter;
}

test("sums by the kernel are those of the plain loops, to the last bit", () => {
  const random = rng({ seed: 1, purpose: "sums" });
  const draw = (): Float64Array =>
    Float64Array.from({ length: 40_000 }, () => (random.uniform() < 0.02 ? Number.NaN : 1e6 + random.normal()));
  const [xs, ys] = [draw(), draw()];
  const range = { start: 7, end: xs.length };
  const none = { shift: 1e6, sum: 0, squares: 0, min: Infinity, max: -Infinity };
  expect(sumNumbers(xs, range, none)).toEqual(sumPlainly(xs, range, none));
  const [quick, plain] = [1, 2].map(() => Float64Array.of(0, 1e6, 1e6, 0, 0, 0, 0, 0)) as [Float64Array, Float64Array];
  sumPairs(quick, { xs, ys }, range);
  pairPlainly(plain, { xs, ys }, range);
  expect(quick).toEqual(plain);
});

describe("counts of values", () => {
  test("are exact while values are few, whatever their order and however they are cut", () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(Number.NaN)), { maxLength: 300 });
    fc.assert(
      fc.property(numbers, fc.nat(), (values, cut) => {
        const at = values.length === 0 ? 0 : cut % values.length;
        const truth = new Map<number, number>();
        for (const value of values) if (!Number.isNaN(value)) truth.set(value + 0, (truth.get(value + 0) ?? 0) + 1);
        const whole = counted(values);
        const merged = counted(values.slice(0, at));
        mergeCounter(merged, counted(values.slice(at)), values.length - at);
        expect(new Map(countedValues(whole).map(({ value, count }) => [value, count]))).toEqual(truth);
        expect(countedValues(merged)).toEqual(countedValues(whole));
        expect(merged.content).toEqual(whole.content);
        expect(distinctOf(whole)).toEqual({ value: truth.size, error: 0 });
      }),
    );
  });

  test("by the kernel are those of the plain loops, to the last bit", () => {
    const random = rng({ seed: 1, purpose: "kinds of columns" });
    const gap = (value: number): number => (random.uniform() < 0.02 ? Number.NaN : value);
    const columns: readonly (() => number)[] = [
      () => gap(random.uniform()),
      () => Math.floor(1 / (random.uniform() + 1e-6)),
      () => (random.uniform() < 0.5 ? 0 : -0),
      () => Math.floor(4_200 * random.uniform()) / 7,
      () => Number.NaN,
    ];
    for (const next of columns) {
      const values = Float64Array.from({ length: 45_000 }, next);
      const [quick, plain] = [valueCounter("numbers"), valueCounter("numbers")];
      for (const range of [
        { start: 0, end: 10_007 },
        { start: 10_007, end: values.length },
      ]) {
        countNumbers(quick, values, range);
        countPlainly(plain, values, range);
      }
      expect(quick).toEqual(plain);
    }
  });

  test("of many values bound the frequent ones from both sides", () => {
    const random = rng({ seed: 1, purpose: "zipf" });
    // Rank r comes about 1/r as often as the first.
    const values = Float64Array.from({ length: 200_000 }, () => Math.floor(1 / (random.uniform() + 1e-6)));
    const truth = new Map<number, number>();
    for (const value of values) truth.set(value, (truth.get(value) ?? 0) + 1);
    const counter = counted(values, 256);
    expect(counter.lost).toBeGreaterThan(0);
    // Each purge lowers more than 100 counts by what it loses.
    expect(counter.lost).toBeLessThan(values.length / 64);
    for (const { value, count } of countedValues(counter)) {
      expect(count).toBeLessThanOrEqual(truth.get(value as number)!);
      expect(count + counter.lost).toBeGreaterThanOrEqual(truth.get(value as number)!);
    }
    const kept = new Set(countedValues(counter).map(({ value }) => value));
    for (const [value, count] of truth) if (count > counter.lost) expect(kept.has(value)).toBe(true);
  });

  test.each([1_000, 5_000, 50_000, 400_000])("estimate %d distinct values within four standard errors", (size) => {
    const counter = counted(Float64Array.from({ length: size }, (_, i) => i * 0.1 + 7));
    expect(Math.abs(distinctOf(counter).value / size - 1)).toBeLessThanOrEqual(4 * DISTINCT_ERROR);
    expect(distinctOf(counter).error > 0).toBe(size > 4_096);
  });

  test("of merged parts estimate as many distinct values as of the whole", () => {
    const values = Float64Array.from({ length: 30_000 }, (_, i) => Math.sin(i));
    const merged = counted(values.subarray(0, 11_111));
    mergeCounter(merged, counted(values.subarray(11_111)), 18_889);
    expect(distinctOf(merged)).toEqual(distinctOf(counted(values)));
  });

  test("of texts go by the text", () => {
    const counter = valueCounter("texts", 8);
    for (const text of ["a", "b", "a", "ä"]) countText(counter, { text, count: 2, ...hashText(text) });
    expect(countedValues(counter)).toEqual([
      { value: "a", count: 4 },
      { value: "b", count: 2 },
      { value: "ä", count: 2 },
    ]);
  });

  test("tell columns of the same values in another order apart", () => {
    expect(counted([1, 2, 3]).content).not.toEqual(counted([3, 2, 1]).content);
    expect(counted([0, 1]).content).toEqual(counted([-0, 1]).content);
  });
});

function sampled(values: readonly number[], first: number, capacity: number): RowSample {
  const sample = rowSample(capacity);
  const keys = new Uint32Array(values.length);
  rowKeys(first, keys);
  values.forEach((value, i) => {
    if (keys[i]! < sample.ceiling) takeSampled(sample, keys[i]!, value);
  });
  return sample;
}

describe("a sample of rows", () => {
  test("is the same however rows are cut and in whichever order the parts are merged", () => {
    const values = fc.array(fc.integer(), { minLength: 1, maxLength: 3_000 });
    fc.assert(
      fc.property(values, fc.nat(), fc.integer({ min: 1, max: 60 }), (all, cut, capacity) => {
        const at = cut % all.length;
        const [a, b] = [sampled(all.slice(0, at), 0, capacity), sampled(all.slice(at), at, capacity)];
        const whole = sampled(all, 0, capacity);
        mergeSample(b, a);
        expect(sampledValues(b)).toEqual(sampledValues(whole));
        expect(firstSampled(b, 7)).toEqual(firstSampled(whole, 7));
        expect(sampledValues(whole).length).toBe(Math.min(all.length, capacity));
      }),
      { numRuns: 60 },
    );
  });

  test("misses no share by more than it says, but once in a hundred samples", () => {
    const [capacity, rows, trials] = [400, 20_000, 100];
    let misses = 0;
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from({ length: rows }, (_, i) => i / rows);
      const kept = sampledValues(sampled(values, trial * rows, capacity));
      const worst = kept.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - i / capacity), Math.abs(value - (i + 1) / capacity)),
        0,
      );
      if (worst > rankError(capacity, rows)) misses++;
    }
    // Binomial(100, ≤ 0.01): above 5 once in 2,000.
    expect(misses).toBeLessThanOrEqual(5);
  });
});
