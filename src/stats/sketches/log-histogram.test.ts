import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { kolmogorovSmirnov } from "../divergence/kolmogorov-smirnov.ts";
import { countIn, histogramOf, histogramQuantile, largestGap, mergeHistograms, noHistogram } from "./log-histogram.ts";

const of = (values: readonly number[]) => {
  const open = new Map<number, number>();
  for (const value of values) countIn(open, value);
  return histogramOf(open);
};

describe("a histogram of magnitudes", () => {
  test("merged from parts is that of the whole, and its quantiles are within a tenth", () => {
    const draws = rng({ seed: 5, purpose: "histogram" });
    const values = Array.from({ length: 5_000 }, () => draws.normal() * 10);
    const whole = of(values);
    expect(mergeHistograms(of(values.slice(0, 999)), of(values.slice(999)))).toEqual(whole);
    const sorted = values.toSorted((a, b) => a - b);
    for (const part of [0.01, 0.25, 0.75, 0.99]) {
      const exact = sorted[Math.floor(part * 5_000)] as number;
      expect(Math.abs((histogramQuantile(whole, part) as number) - exact) / Math.abs(exact)).toBeLessThan(0.12);
    }
  });

  test("holds nothing that is no number, and zero by itself", () => {
    expect(of([Number.NaN, Infinity, -Infinity, 0, -0, 1e-300]).counts).toEqual({ 0: 3 });
    expect(histogramQuantile(noHistogram, 0.5)).toBeUndefined();
  });

  test("is as far from another as its numbers are, or a little nearer", () => {
    const draws = rng({ seed: 6, purpose: "histogram" });
    const sample = (shift: number) => Array.from({ length: 900 }, () => draws.normal() + shift).sort((a, b) => a - b);
    for (const shift of [0, 0.3, 1.5]) {
      const [a, b] = [sample(0), sample(shift)];
      const exact = kolmogorovSmirnov(a, b) as { readonly statistic: number };
      const gap = largestGap(of(a), of(b)) as number;
      expect(gap).toBeLessThanOrEqual(exact.statistic + 1e-12);
      // Between two edges lie a tenth of a number's size: of a normal density at most 0.04.
      expect(gap).toBeGreaterThan(exact.statistic - 0.06);
    }
    expect(largestGap(of([1, 2]), of([1, 2]))).toBe(0);
    expect(largestGap(of([1]), noHistogram)).toBeUndefined();
  });
});
