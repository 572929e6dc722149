import { describe, expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { betOnLasting, type LastingLook, mostLasting, noStretches, type Stretches } from "./lasting.ts";

const look = (z: number, of: Partial<LastingLook> = {}): LastingLook => ({
  ...{ side: "both", deviation: () => z, spread: 1, freedom: 20, common: 0.2 },
  ...of,
});

function bet(deviations: readonly number[], of: Partial<LastingLook> = {}): Stretches {
  return deviations.reduce((before, z) => betOnLasting(before, look(z, of)).stretches, noStretches);
}

/** Mean of f under an unnormalised density, by the trapezoid rule over z = sinh(u). */
function expectation(f: (z: number) => number, density: (z: number) => number): number {
  let [sum, all] = [0, 0];
  for (let u = -12; u <= 12; u += 1e-3) {
    const [z, weight] = [Math.sinh(u), density(Math.sinh(u)) * Math.cosh(u)];
    sum += f(z) * weight;
    all += weight;
  }
  return sum / all;
}

describe("a bet on a change that lasts is expected to bring at most what it stakes", () => {
  test.each([5, 20, 60])("in its first period, with %d degrees of freedom", (freedom) => {
    const e = (z: number): number => Math.exp(betOnLasting(noStretches, look(z, { freedom })).lasting.up ?? 0);
    const mean = expectation(e, (z) => (1 + (z * z) / freedom) ** (-(freedom + 1) / 2));
    // What is cut off are gains: it is less than 1 by what lies beyond four deviations.
    expect(mean).toBeLessThanOrEqual(1 + 1e-6);
    expect(mean).toBeGreaterThan(0.5);
  });

  test.each([0, 0.2, 0.6])("in the second one, given the first, where days correlate by %d", (common) => {
    for (const first of [1.6, 2.5, 3.5]) {
      const before = bet([first], { common });
      const e = (z: number): number => Math.exp(betOnLasting(before, look(z, { common })).lasting.up ?? 0);
      // The inverse of a 2 × 2 correlation matrix, multiplied out.
      const square = (z: number): number => (first ** 2 - 2 * common * first * z + z * z) / (1 - common ** 2);
      expect(expectation(e, (z) => (1 + square(z) / 20) ** -11)).toBeLessThanOrEqual(1 + 1e-6);
    }
  });

  test("over fifty periods of chance", () => {
    const random = rng({ seed: 1, purpose: "lasting.chance" });
    const means = Array.from({ length: 400 }, () => {
      let [stretches, sum] = [noStretches, 0];
      for (let p = 0; p < 50; p++) {
        const stepped = betOnLasting(stretches, look(random.normal()));
        stretches = stepped.stretches;
        sum += Math.exp(stepped.lasting.up ?? 0);
      }
      return sum / 50;
    });
    const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
    const sd = Math.sqrt(means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (means.length - 1));
    expect(mean).toBeLessThan(1 + (3 * sd) / Math.sqrt(means.length));
  });
});

describe("what lasts", () => {
  test("is told within days where a single one tells little", () => {
    expect(mostLasting(bet([2.5]))).toBeLessThan(3);
    expect(mostLasting(bet([2.5, 2.5, 2.5, 2.5, 2.5, 2.5]))).toBeGreaterThan(3 * mostLasting(bet([2.5])));
    expect(mostLasting(bet([-3, -3, -3]))).toBe(mostLasting(bet([3, 3, 3])));
  });

  test("is less of a proof the more days resemble each other", () => {
    const of = (common: number): number => mostLasting(bet([3, 3, 3, 3], { common }));
    expect(of(0.15)).toBeGreaterThan(of(0.4));
    expect(of(0.4)).toBeGreaterThan(of(0.8));
  });

  test("is not one period that is far out", () => {
    expect(mostLasting(bet([1_000]))).toBe(mostLasting(bet([4])));
    expect(mostLasting(bet([1_000, 0, 0, 0]))).toBeLessThan(mostLasting(bet([1_000])) / 2);
  });

  test("is held against what was usual before it began", () => {
    const deviation = (spread: number): number => 3 / Math.sqrt(spread);
    const before = bet([3]);
    const wider = betOnLasting(before, look(0, { deviation, spread: 9, freedom: 3, common: 0.7 }));
    expect(wider.stretches.up).toMatchObject({ n: 2, sum: 6, spread: 1, freedom: 20, common: 0.2 });
  });

  test("is over when a period speaks against it, and does not count on a side that nobody asks about", () => {
    expect(bet([3, -4, -4])).not.toHaveProperty("up");
    expect(bet([-3, -3], { side: "above" })).toEqual({});
    expect(betOnLasting(noStretches, look(3, { side: "below" })).lasting).not.toHaveProperty("up");
  });
});
