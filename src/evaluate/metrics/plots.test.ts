import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { type PrPoint, prCurve, type RocPoint, reliability, rocAuc, rocCurve } from "./index.ts";

function honestRows(n: number): readonly [Float64Array, Float64Array] {
  const random = rng({ seed: 7, purpose: "plots" });
  const scores = Float64Array.from({ length: n }, () => random.uniform());
  return [scores, scores.map((p) => (random.uniform() < p ? 1 : 0))];
}

describe("the curves", () => {
  const [scores, labels] = honestRows(5_000);
  test("run from corner to corner in at most 200 points, and enclose the area that the metric reports", () => {
    const points = rocCurve(scores, labels) as readonly RocPoint[];
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points[0]).toEqual({ threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 });
    expect(points.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
    const area = points.slice(1).reduce((sum, p, i) => {
      const before = points[i]!;
      return (
        sum + ((p.falsePositiveRate - before.falsePositiveRate) * (p.truePositiveRate + before.truePositiveRate)) / 2
      );
    }, 0);
    // Chords between points a hundredth apart lie below the curve by less than a thousandth.
    expect(Math.abs(area - (rocAuc(scores, labels) as Estimate).value)).toBeLessThan(0.001);
  });
  test("of precision rise in recall and end with everything acted on", () => {
    const points = prCurve(scores, labels) as readonly PrPoint[];
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points.every((p, i) => i === 0 || p.recall >= points[i - 1]!.recall)).toBe(true);
    const positives = labels.reduce((sum, label) => sum + label, 0);
    expect(points.at(-1)).toMatchObject({ recall: 1, precision: positives / 5_000 });
  });
  test("put one point where scores tie", () => {
    expect(rocCurve(Float64Array.of(0.5, 0.5, 0.5), Float64Array.of(1, 0, 1))).toHaveLength(2);
    expect(rocCurve(Float64Array.of(0.5), Float64Array.of(1))).toMatchObject({ reason: "one-class" });
    expect(prCurve(Float64Array.of(0.5), Float64Array.of(0))).toMatchObject({ reason: "one-class" });
  });
});

describe("reliability", () => {
  test("puts equal weight in each bin, with the promise inside the interval of what was observed", () => {
    const bins = reliability(...honestRows(5_000));
    expect(bins.map((bin) => bin.rows)).toEqual(Array.from({ length: 10 }, () => 500));
    const held = bins.filter(({ meanScore, observed }) => {
      const { low, high } = observed as Estimate;
      return low <= meanScore && meanScore <= high;
    });
    // Ten intervals of 95 %: fewer than seven hits have a chance below 0.0002.
    expect(held.length).toBeGreaterThanOrEqual(7);
  });
  test("keeps rows of equal score together", () => {
    const scores = Float64Array.from({ length: 100 }, (_, i) => (i < 70 ? 0.2 : 0.9));
    const bins = reliability(
      scores,
      scores.map((p) => (p > 0.5 ? 1 : 0)),
    );
    expect(bins.map(({ rows, meanScore }) => [rows, Number(meanScore.toFixed(12))])).toEqual([
      [70, 0.2],
      [30, 0.9],
    ]);
  });
});
