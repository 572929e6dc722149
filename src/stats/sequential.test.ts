import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../kernel/index.ts";
import type { Comparison } from "./estimate.ts";
import { meanDifference } from "./intervals/mean.ts";
import { addToMoments, type Moments, noMoments } from "./moments/moments.ts";
import { sequentialDifference, sequentialInterval } from "./sequential.ts";

const RUNS = 500;
const PER_ARM = 1_000;
const PLAN = { plannedUnits: 1_000 };

type Look = (a: Moments, b: Moments) => boolean;

/** The share of experiments in which a look at every `every` units per arm ever said yes. `draw` gives one value. */
function everFound(look: Look, every: number, effect: number): number {
  let found = 0;
  for (let unit = 0; unit < RUNS; unit++) {
    const random = rng({ seed: 2, unit, purpose: "peeking" });
    // Skewed, as money is: the exponential distribution.
    const draw = () => -Math.log(1 - random.uniform());
    let [a, b] = [noMoments, noMoments];
    for (let i = 1; i <= PER_ARM; i++) {
      a = addToMoments(a, draw() + effect);
      b = addToMoments(b, draw());
      if (i % every !== 0 || !look(a, b)) continue;
      found++;
      break;
    }
  }
  return found / RUNS;
}

const excludesZero = (got: ReturnType<typeof sequentialDifference>) =>
  !isInsufficient(got) && (got.low > 0 || got.high < 0);

describe("a look after every unit, with no effect", () => {
  const tolerance = 3 * Math.sqrt((0.05 * 0.95) / RUNS);
  test("finds one in at most 5 % of experiments", () => {
    expect(everFound((a, b) => excludesZero(sequentialDifference(a, b, PLAN)), 1, 0)).toBeLessThanOrEqual(
      0.05 + tolerance,
    );
  });
  test("where Welch's test, repeated only twenty times, finds one far more often", () => {
    const rate = everFound((a, b) => (meanDifference(a, b) as Comparison).pValue < 0.05, 50, 0);
    expect(rate).toBeGreaterThan(0.05 + 2 * tolerance);
  });
});

test("a real effect is found before the end in most experiments", () => {
  expect(everFound((a, b) => excludesZero(sequentialDifference(a, b, PLAN)), 25, 0.25)).toBeGreaterThan(0.9);
});

test("the interval is tightest, for its number of units, where it was planned", () => {
  const half = (plannedUnits: number) => {
    const got = sequentialInterval({ value: 0, variance: 1, df: 99 }, 1_000, { plannedUnits }) as Comparison;
    return got.high;
  };
  for (const other of [100, 500, 900, 1_100, 5_000]) expect(half(1_000)).toBeLessThan(half(other));
});

test("the p-value falls below 1 − level exactly when the interval leaves zero", () => {
  const at = (value: number) =>
    sequentialInterval({ value, variance: 1, df: 99 }, 700, { plannedUnits: 900 }) as Comparison;
  const edge = at(0).high;
  expect(at(edge).pValue).toBeCloseTo(0.05, 10);
  expect(at(edge * 1.01).pValue).toBeLessThan(0.05);
  expect(at(0).pValue).toBe(1);
});

test("too few units per arm are refused", () => {
  expect(sequentialDifference(noMoments, noMoments, PLAN)).toMatchObject({ reason: "too-few-rows", have: 0 });
});
