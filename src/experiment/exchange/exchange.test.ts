import { describe, expect, test } from "vitest";
import { type Insufficient, rng } from "../../kernel/index.ts";
import { studentQuantile } from "../../stats/index.ts";
import type { ArchivedComparison } from "../archive/comparison.ts";
import { forecastLift, gateForecast } from "./forecast.ts";
import { minimise } from "./minimise.ts";
import { type ExchangeRate, exchangeRate } from "./rate.ts";
import { exchangeReport } from "./report.ts";
import { exchangeSentence } from "./words.ts";

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly system?: string;
  readonly xError?: number;
  readonly yError?: number;
}

function comparisonOf({ x, y, xError = 0, yError = 0, system = "shop" }: Dot, i: number): ArchivedComparison {
  return {
    v: 1,
    system,
    experiment: `e${i}`,
    arm: "treatment",
    design: "ab",
    basis: "randomised",
    releases: { control: "rel_a", treatment: "rel_b" },
    from: 0,
    until: i + 1,
    units: 100,
    currency: "USD",
    offline: { rocAuc: { value: x, standardError: xError, errors: "independent" } },
    online: { moneyPerDecision: { value: y, standardError: yError } },
    verdict: "",
    invalid: [],
    decision: "shipped",
    why: "",
  };
}

/** Deltas of some thousandths, lifts around 30 times that. */
function dots(n: number, errors: Pick<Dot, "xError" | "yError"> = {}): readonly Dot[] {
  const draws = rng({ seed: 3, purpose: "test.exchange" });
  return Array.from({ length: n }, () => {
    const x = 0.003 + 0.01 * draws.normal();
    return { x, y: 0.05 + 30 * x + 0.1 * draws.normal(), ...errors };
  });
}

/** Sums of squares around the means. */
function moments(all: readonly Dot[]): { xx: number; xy: number; yy: number } {
  const mean = (of: (dot: Dot) => number) => all.reduce((sum, dot) => sum + of(dot), 0) / all.length;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const sum = (of: (dx: number, dy: number) => number) => all.reduce((so, { x, y }) => so + of(x - mx, y - my), 0);
  return { xx: sum((dx) => dx * dx), xy: sum((dx, dy) => dx * dy), yy: sum((_, dy) => dy * dy) };
}

const question = { metric: "rocAuc" };
const rateOf = (all: readonly Dot[]): ExchangeRate => exchangeRate(all.map(comparisonOf), question) as ExchangeRate;

describe("the exchange rate", () => {
  test("of deltas known exactly is least squares with Student's interval", () => {
    const all = dots(14);
    const { xx, xy, yy } = moments(all);
    const slope = xy / xx;
    const error = Math.sqrt((yy - slope * xy) / 12 / xx);
    const { rate } = rateOf(all);
    expect(rate.value / slope).toBeCloseTo(1, 3);
    // Ends are found by bisection to a thousandth or so of the interval.
    expect((rate.high - slope) / error).toBeCloseTo(studentQuantile(0.975, 12), 2);
    expect((slope - rate.low) / error).toBeCloseTo(studentQuantile(0.975, 12), 2);
  });

  test("of deltas with one known error is the corrected slope of Fuller, Sxy / (Sxx − s²)", () => {
    // Small enough that the scatter of the lifts is not all explained by it; beyond, the scatter ends at nothing.
    const xError = 0.002;
    const all = dots(30, { xError });
    const { xx, xy } = moments(all);
    const { rate, model } = rateOf(all);
    expect(rate.value / (xy / 30 / (xx / 30 - xError ** 2))).toBeCloseTo(1, 3);
    expect(model.spread / Math.sqrt(xx / 30 - xError ** 2)).toBeCloseTo(1, 3);
  });

  test("does not depend on the units in which anything is counted", () => {
    const all = dots(16, { xError: 0.004, yError: 0.05 });
    const big = all.map(({ x, y }) => ({ x: x * 1e3, y: y * 1e-4, xError: 4, yError: 5e-6 }));
    const [small, large] = [rateOf(all), rateOf(big)];
    expect((large.rate.value * 1e7) / small.rate.value).toBeCloseTo(1, 3);
    expect((large.rate.high * 1e7) / small.rate.high).toBeCloseTo(1, 2);
  });

  test("pulls a system's own rate towards the others' as far as its comparisons are few", () => {
    const draws = rng({ seed: 8, purpose: "test.systems" });
    const of = (system: string, n: number, slope: number): Dot[] =>
      Array.from({ length: n }, () => {
        const x = 0.01 * draws.normal();
        return { system, x, y: slope * x + 0.02 * draws.normal() };
      });
    const { systems, rate } = rateOf([
      ...of("a", 12, 10),
      ...of("b", 12, 20),
      ...of("c", 12, 30),
      ...of("d", 12, 40),
      ...of("e", 3, 90),
    ]);
    const own = (name: string) => systems.find(({ system }) => system === name)!.rate;
    expect(own("a").value).toBeLessThan(own("b").value);
    expect(own("a").value).toBeGreaterThan(8);
    expect(own("e").value).toBeLessThan(90);
    expect(own("e").value).toBeGreaterThan(rate.value);
  });
});

describe("what is unknown", () => {
  test("below ten comparisons", () => {
    expect(exchangeRate(dots(9).map(comparisonOf), question)).toEqual({
      kind: "insufficient",
      reason: "too-few-comparisons",
      need: 10,
      have: 9,
    });
  });

  test("deltas that differ by no more than their errors", () => {
    const noise = dots(12, { xError: 0.05 });
    expect(exchangeRate(noise.map(comparisonOf), question)).toMatchObject({ reason: "metric-within-noise" });
  });

  test("leaves out what is no proof and what cannot be reckoned with, and says so", () => {
    const good = dots(10).map(comparisonOf);
    const more = dots(5).map((dot, i) => comparisonOf(dot, 100 + i));
    const [a, b, c, d, e] = more as [
      ArchivedComparison,
      ArchivedComparison,
      ArchivedComparison,
      ArchivedComparison,
      ArchivedComparison,
    ];
    const rate = exchangeRate(
      [
        ...good,
        { ...a, basis: "observational" },
        { ...b, invalid: ["split-broken"] },
        { ...c, offline: {} },
        { ...d, offline: { rocAuc: { value: 0.1, standardError: 0.1, errors: "bound" } } },
        { ...e, currency: "EUR" },
      ],
      question,
    ) as ExchangeRate;
    expect(rate.comparisons).toBe(10);
    expect(rate.leftOut).toEqual({
      "not-randomised": 1,
      invalid: 1,
      "metric-absent": 1,
      "offline-error-is-a-bound": 1,
      "other-currency": 1,
    });
  });

  test("a proxy without the correlation of its error with that of the money", () => {
    const withProxy = dots(12).map((dot, i) => {
      const one = comparisonOf(dot, i);
      return { ...one, online: { ...one.online, clicks: { value: dot.x, standardError: 0.001 } } };
    });
    const asked = { where: "online" as const, metric: "clicks" };
    expect(exchangeRate(withProxy, asked)).toMatchObject({ reason: "too-few-comparisons", have: 0 });
    const known = withProxy.map((one) => ({
      ...one,
      online: { ...one.online, clicks: { ...one.online.clicks, errorCorrelation: 0.3 } },
    }));
    expect(exchangeRate(known, asked)).toMatchObject({ kind: "exchange-rate", where: "online" });
  });
});

describe("the forecast", () => {
  const rate = rateOf(dots(20, { xError: 0.004, yError: 0.05 }));
  const candidate = (value: number, standardError: number) => ({ system: "shop", delta: { value, standardError } });

  test("takes a noisy promise for less than it says", () => {
    const sure = forecastLift(rate, candidate(0.03, 0)) as { value: number };
    const noisy = forecastLift(rate, candidate(0.03, 0.02)) as { value: number };
    expect(noisy.value).toBeLessThan(sure.value);
  });

  test("hands on that nothing is known", () => {
    const unknown: Insufficient = { kind: "insufficient", reason: "too-few-comparisons", need: 10, have: 2 };
    expect(forecastLift(unknown, candidate(0.01, 0))).toBe(unknown);
    expect(gateForecast(unknown, "rocAuc", candidate(0.01, 0))).toMatchObject({ comparisons: 2, lift: unknown });
  });
});

test("is told in a sentence, with a point where people speak of points", () => {
  expect(exchangeSentence(rateOf(dots(14)), question)).toMatch(
    /^One point \(0\.01\) of rocAuc has been worth \$0\.\d+ a decision online, by 14 comparisons \(95% interval: \$0\.\d+ to \$0\.\d+\)\.$/,
  );
  const unknown = exchangeRate([], question) as Insufficient;
  expect(exchangeSentence(unknown, question)).toBe(
    "What one point (0.01) of rocAuc has been worth online is unknown: not enough data (too few comparisons: needs 10, has 0).",
  );
  const { sections } = exchangeReport(rateOf(dots(14)), question);
  expect(sections[0]?.blocks[0]).toMatchObject({ kind: "scatter-plot", dots: expect.any(Array) });
});

test("the search finds the bottom of Rosenbrock's valley", () => {
  const valley = ([x = 0, y = 0]: readonly number[]): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  const { at } = minimise(valley, { start: [-1.2, 1], steps: [0.5, 0.5], tolerance: 1e-14 });
  expect(at[0]).toBeCloseTo(1, 5);
  expect(at[1]).toBeCloseTo(1, 5);
});
