import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import type { Point } from "../intervals/point.ts";
import { shareBelief } from "./beta-binomial.ts";
import { type Belief, normalBelief } from "./normal.ts";
import { type Shrunk, shrink, shrinkable } from "./shrinkage.ts";

const point = (value: number, variance: number): Point => ({ value, variance, df: Infinity });

describe("a normal belief", () => {
  test("agrees with GrowthBook's statistics engine (gbstats 0.8.0)", () => {
    const found = normalBelief(point(1.6333333333333329, 0.6106304821144961 ** 2), { mean: 0.2, sd: 0.5 }) as Belief;
    expect(found.value).toBeCloseTo(0.7752943177308719, 12);
    expect(found.sd).toBeCloseTo(0.3868565209966592, 12);
    expect(found.low).toBeCloseTo(0.017069469392956504, 9);
    expect(found.better).toBeCloseTo(0.977469655866843, 11);
    expect(found.lossIfTaken).toBeCloseTo(0.0032488834530644264, 11);
    expect(found.lossIfLeft).toBeCloseTo(0.7785432011839363, 11);
  });

  test("of whom nothing was believed before is the interval, read the other way", () => {
    const found = normalBelief(point(1, 0.25)) as Belief;
    expect(found).toMatchObject({ value: 1, sd: 0.5, low: expect.closeTo(0.0200180077, 9) });
    expect(normalBelief(point(1, 0))).toMatchObject({ reason: "zero-variance" });
  });
});

describe("a belief in shares", () => {
  // scipy 1.17.1: integrate.quad over stats.beta's pdf, cdf and sf.
  test.each([
    [
      [60, 500, 45, 500],
      { successes: 1, failures: 1 },
      [0.9384667901567899, 0.0005186087857183999, 0.030399086873367797, 0.029880478087649404],
    ],
    [
      [3, 12, 5, 9],
      { successes: 1, failures: 1 },
      [0.08567774936061377, 0.26731412348588285, 0.007573863745623068, -0.2597402597402597],
    ],
    [
      [60, 500, 45, 500],
      { successes: 20, failures: 180 },
      [0.9066279604036351, 0.0007101739984031623, 0.022138745426974596, 0.021428571428571422],
    ],
    [
      [0, 10, 0, 12],
      { successes: 1, failures: 1 },
      [0.5416666666666667, 0.03142857142857143, 0.043333333333333335, 0.011904761904761904],
    ],
  ] as const)("%j agrees with numerical integration", ([s, n, c, m], prior, [better, taken, left, value]) => {
    const found = shareBelief({ successes: s, trials: n }, { successes: c, trials: m }, prior);
    expect(found.value).toBeCloseTo(value, 12);
    expect(found.better).toBeCloseTo(better, 8);
    expect(found.lossIfTaken).toBeCloseTo(taken, 8);
    expect(found.lossIfLeft).toBeCloseTo(left, 8);
  });
});

describe("effects of segments", () => {
  const sure = (found: ReturnType<typeof shrink>): Shrunk => {
    if (isInsufficient(found)) throw new Error(found.reason);
    return found;
  };

  test("that differ as their noise does are drawn together; those that truly differ stay where they are", () => {
    const noise = sure(shrink([-1, 0.5, 1, -0.5, 0].map((value) => point(value, 1))));
    expect(Math.max(...noise.effects.map(({ value }) => Math.abs(value)))).toBeLessThan(0.5);
    expect(noise.pValue).toBeGreaterThan(0.5);
    const real = sure(shrink([-10, 5, 10, -5, 0].map((value) => point(value, 0.01))));
    expect(real.effects.map(({ value }) => Math.round(value))).toEqual([-10, 5, 10, -5, 0]);
    expect(real.pValue).toBeLessThan(1e-12);
    expect(real.spread).toBeGreaterThan(3);
  });

  test("are drawn the more the noisier they are", () => {
    const { effects } = sure(shrink([point(3, 0.01), point(3, 4), point(0, 0.01), point(-3, 0.01), point(-3, 4)]));
    expect(effects[0]!.value).toBeGreaterThan(effects[1]!.value + 0.5);
  });

  test("do not promise more than they keep: the best of eight is not overstated on average", () => {
    const errors: number[] = [];
    for (let unit = 0; unit < 400; unit++) {
      const random = rng({ seed: 1, unit, purpose: "winner" });
      const truths = Array.from({ length: 8 }, () => random.normal());
      const seen = truths.map((truth) => point(truth + random.normal(), 1));
      const best = seen.reduce((top, { value }, i) => (value > seen[top]!.value ? i : top), 0);
      errors.push(sure(shrink(seen)).effects[best]!.value - truths[best]!);
    }
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    // Four standard errors of a mean of 400 errors of about 0.75 each.
    expect(Math.abs(mean)).toBeLessThan(0.15);
  });

  test("need three to say how much they differ", () => {
    expect(shrink([point(1, 1), point(2, 1)])).toMatchObject({ reason: "too-few-segments", need: 3, have: 2 });
    expect(shrinkable([1, 0], (variance) => point(1, variance)).map(({ item }) => item)).toEqual([1]);
  });
});
