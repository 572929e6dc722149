import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { learnSpread, noSpread } from "../followed/case-spread.ts";
import { type Drift, stepDrift } from "./drift.ts";
import { sharedVariance } from "./shared.ts";

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);
/** Ten bins, of which training saw each alike often. */
const reference = new Array<number>(10).fill(1_000);
const layout = { kind: "number", edges: [1, 2, 3, 4, 5, 6, 7, 8, 9] } as const;

test("what cases of a period differ by is taken from what periods may", () => {
  const within = (squares: number) => learnSpread(noSpread, { n: 101, squares: 100 * squares, periodMs: HOUR });
  expect(sharedVariance(within(0))).toBe(1);
  expect(sharedVariance(within(0.25))).toBe(0.5);
  expect(sharedVariance(within(1))).toBe(0);
  expect(sharedVariance(within(0), within(1))).toBe(0);
  expect(sharedVariance(noSpread)).toBe(0);
});

/** Evidence by the hour over four weeks in which nothing is wrong, and over a day in which all values are in the last bin. */
function evidenceOf(bins: (day: number) => readonly number[]): { quiet: number; moved: number } {
  let drift: Drift | undefined;
  let quiet = 0;
  const look = (hour: number, of: readonly number[]) =>
    stepDrift(drift, { at: MONDAY + hour * HOUR, periodMs: HOUR, layout, bins: of, reference });
  for (let hour = 0; hour < 28 * 24; hour++) {
    const drifted = look(hour, bins(Math.floor(hour / 24)));
    drift = drifted?.drift;
    quiet = Math.max(quiet, drifted?.evidence ?? 0);
  }
  return { quiet, moved: look(28 * 24, [0, 0, 0, 0, 0, 0, 0, 0, 0, 20])?.evidence ?? 0 };
}

test("weather that is the same for everybody and another after two weeks is nothing, as training has seen both", () => {
  const all = (bin: number): readonly number[] => reference.map((_, i) => (i === bin ? 20 : 0));
  expect(evidenceOf((day) => all(day < 14 ? 3 : 6)).quiet).toBeLessThan(1);
});

test("what differs from case to case is told at once when it moves", () => {
  const draws = rng({ seed: 3, unit: 0, purpose: "shared" });
  const apart = (): readonly number[] => {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 20; i++) {
      const bin = draws.integer(10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  expect(evidenceOf(apart).moved).toBeGreaterThan(3);
});

test("a value that all cases share, as it seldom was in training, is no wider spread than any other", () => {
  const seldom = [20, 5_000, 5_000, 20];
  const all = (bin: number): readonly number[] => seldom.map((_, i) => (i === bin ? 200 : 0));
  let drift: Drift | undefined;
  let most = 0;
  for (let day = 0; day < 50; day++) {
    const drifted = stepDrift(drift, {
      ...{ at: MONDAY + day * 24 * HOUR, periodMs: 24 * HOUR, layout: { kind: "number", edges: [1, 2, 3] } },
      ...{ bins: all(day < 40 ? 1 + (day % 2) : 3), reference: seldom },
    });
    drift = drifted?.drift;
    most = Math.max(most, drifted?.evidence ?? 0);
  }
  expect(most).toBeLessThan(1);
});
