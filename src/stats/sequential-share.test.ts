import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import { sequentialBand, shareAtLeast, shareAtMost, shareEvidence } from "./sequential-share.ts";

/** Four standard errors of a share over so many runs. */
const slack = (share: number, runs: number) => 4 * Math.sqrt((share * (1 - share)) / runs);

describe("the interval of a share", () => {
  test("is the mixture's, by numerical integration", () => {
    // The integral of p^s (1 − p)^f over Beta(1/2, 1/2) is that of sin² over half a turn: by the midpoint rule.
    const integral = (hits: number, misses: number): number => {
      const steps = 20_000;
      let sum = 0;
      for (let i = 0; i < steps; i++) {
        const p = Math.sin(((i + 0.5) / steps) * (Math.PI / 2)) ** 2;
        sum += p ** hits * (1 - p) ** misses;
      }
      return sum / steps;
    };
    for (const [hits, of, share] of [
      [0, 10, 0.3],
      [3, 40, 0.2],
      [17, 20, 0.5],
    ] as const) {
      const plain = Math.log(integral(hits, of - hits) / (share ** hits * (1 - share) ** (of - hits)));
      expect(shareEvidence(hits, of, share)).toBeCloseTo(plain, 8);
    }
    expect(shareEvidence(1, 9, 0)).toBe(Infinity);
    expect(shareEvidence(0, 9, 0)).toBeLessThan(0);
  });

  test("ends where the evidence is enough, and holds what was seen", () => {
    const [low, high] = [shareAtLeast(12, 200, 0.01), shareAtMost(12, 200, 0.01)];
    for (const end of [low, high]) expect(shareEvidence(12, 200, end)).toBeCloseTo(Math.log(100), 6);
    expect(low).toBeLessThan(0.06);
    expect(high).toBeGreaterThan(0.06);
    expect([shareAtLeast(0, 0, 0.01), shareAtMost(0, 0, 0.01)]).toEqual([0, 1]);
    expect([shareAtLeast(0, 50, 0.01), shareAtMost(50, 50, 0.01)]).toEqual([0, 1]);
  });

  test.each([0.01, 0.3])("holds a share of %f at every look in nearly all runs", (share) => {
    const [runs, alpha] = [400, 0.1];
    let missed = 0;
    for (let run = 0; run < runs; run++) {
      const draws = rng({ seed: run, purpose: "share" });
      let hits = 0;
      for (let n = 1; n <= 800; n++) {
        if (draws.uniform() < share) hits++;
        if (shareEvidence(hits, n, share) < Math.log(1 / alpha)) continue;
        missed++;
        break;
      }
    }
    expect(missed / runs).toBeLessThan(alpha + slack(alpha, runs));
    // At this number of looks an interval for one look would have missed it about twice as often as it says.
    expect(missed).toBeGreaterThan(0);
  });
});

test("the band around a distribution function holds it at every look", () => {
  const [runs, alpha] = [300, 0.1];
  let missed = 0;
  for (let run = 0; run < runs; run++) {
    const draws = rng({ seed: run, purpose: "band" });
    const values: number[] = [];
    for (const size of [10, 20, 40, 80, 160, 320]) {
      while (values.length < size) values.push(draws.uniform());
      const sorted = values.toSorted((a, b) => a - b);
      const gap = sorted.reduce(
        (most, x, i) => Math.max(most, Math.abs((i + 1) / size - x), Math.abs(i / size - x)),
        0,
      );
      if (gap <= sequentialBand(size, alpha)) continue;
      missed++;
      break;
    }
  }
  expect(missed / runs).toBeLessThan(alpha + slack(alpha, runs));
  expect(sequentialBand(0, 0.1)).toBe(1);
});
