import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { countAt, drawsFrom, placeOf } from "./draws.ts";

const uniforms = Array.from({ length: 20_000 }, (_, n) => rng({ seed: 1, purpose: "test" }).at(n));

describe("a count by lot", () => {
  test.each([0.3, 4, 29, 31, 900])("with mean %d is Poisson's: that mean, and the same variance", (mean) => {
    const counts = uniforms.map((uniform) => countAt(mean, uniform));
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / counts.length;
    // Four standard errors; a variance of n counts is off by sqrt((2 + 1 / mean) / n) of itself.
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / counts.length));
    expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt((2 + 1 / mean) / counts.length));
  });

  test("is never less for a higher mean, and nothing where nobody is expected", () => {
    for (const uniform of [1e-6, 0.001, 0.2, 0.5, 0.9, 0.999, 1 - 1e-6]) {
      const counts = [0, 0.1, 1, 5, 15, 29.9, 30, 31, 60, 200].map((mean) => countAt(mean, uniform));
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
      expect(counts[0]).toBe(0);
    }
    for (const uniform of [0, 1 - 2 ** -53])
      for (const mean of [0, 5, 29, 31]) expect(countAt(mean, uniform)).toBeLessThan(90);
  });
});

describe("draws", () => {
  test("of a stretch of a stream are the same wherever one begins to read", () => {
    const stream = rng({ seed: 2, purpose: "test" });
    const draws = drawsFrom(stream, 64);
    expect([draws.uniform(), draws.uniform()]).toEqual([stream.at(64), stream.at(65)]);
    expect(drawsFrom(stream, 64).normal()).toBe(drawsFrom(stream, 64).normal());
  });

  test("fall on places by their shares", () => {
    expect([0, 0.49, 0.5, 0.79, 0.8, 0.999].map((uniform) => placeOf([0.5, 0.3, 0.2], uniform))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });
});
