import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { type Baseline, isSuspect, type Looked, lookAt, openBaseline } from "./baseline.ts";
import { bothWays } from "./both-ways.ts";
import { cellsIn } from "./packed-cells.ts";
import { expectedAt, learnSeason, openSeason } from "./season.ts";
import { lookWith } from "./stand-in.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 0, 5);

function watch(periods: number, value: (p: number) => number, periodMs = HOUR): readonly Looked[] {
  let baseline: Baseline = openBaseline(periodMs, 0.05);
  return Array.from({ length: periods }, (_, p) => {
    const looked = lookAt(baseline, { at: MONDAY + p * periodMs, value: value(p), variance: 1e-4 });
    baseline = JSON.parse(JSON.stringify(looked.baseline)) as Baseline;
    return looked;
  });
}

const weekly = (p: number): number => Math.sin((2 * Math.PI * p) / 24) + (p % 168 >= 120 ? 2 : 0);

test("a week is learned before anything is expected; then hours and weekdays are", () => {
  const random = rng({ seed: 1, purpose: "season" });
  const looked = watch(168 * 5, (p) => weekly(p) + 0.05 * random.normal());
  expect(looked.slice(0, 168).every(({ evidence, expected }) => evidence === 0 && expected === null)).toBe(true);
  // Ten visits at most, drawn to others by a part in a hundred: within four standard deviations of 0.05 √(1 + 1/4).
  for (let p = 168 * 4; p < 168 * 5; p++) expect(Math.abs(looked[p]!.expected!.mean - weekly(p))).toBeLessThan(0.25);
  const sum = looked.slice(168 * 2).reduce((most, { evidence }) => Math.max(most, evidence), 0);
  expect(Math.exp(sum)).toBeLessThan(1_000);
});

test("what leaps far out is evidence at once, and is not learned", () => {
  const random = rng({ seed: 2, purpose: "leap" });
  const looked = watch(168 * 5, (p) => weekly(p) + 0.05 * random.normal() + (p >= 168 * 4 ? 3 : 0));
  expect(looked[168 * 4]!.evidence).toBeGreaterThan(5);
  const after = looked.slice(168 * 4);
  expect(after.every(({ evidence }) => evidence > 2)).toBe(true);
  expect(isSuspect(after.at(-1)!.baseline)).toBe(true);
  expect(after.at(-1)!.expected!.mean).toBeLessThan(4);
});

test("what has lasted for more than a month is what is usual", () => {
  const looked = watch(7 * 16, (p) => (p >= 28 ? 5 : 0) + 0.05 * Math.sin(p * 2.4), DAY);
  expect(looked[28]!.evidence).toBeGreaterThan(1);
  expect(Math.abs(looked.at(-1)!.expected!.mean - 5)).toBeLessThan(1);
});

test("a day's own mood counts once a day, and at no hour of it", () => {
  const random = rng({ seed: 3, purpose: "mood" });
  const moods = Array.from({ length: 70 }, () => 0.3 * random.normal());
  const looked = watch(24 * 70, (p) => moods[Math.floor(p / 24)]! + 0.02 * random.normal());
  const hours = looked.slice(24 * 28).map(({ evidence }) => evidence);
  // The hours of one day are no 24 proofs: all of them together stay below that of one deviation of five.
  const byDay = Array.from({ length: 42 }, (_, d) =>
    hours.slice(24 * d, 24 * d + 24).reduce((sum, one) => sum + one, 0),
  );
  expect(Math.max(...byDay)).toBeLessThan(6);
  expect(looked.filter(({ day }) => day !== undefined).length).toBeGreaterThan(40);
});

test("periods of any length have their season", () => {
  expect([HOUR / 12, HOUR, 6 * HOUR, DAY, 7 * DAY].map((ms) => cellsIn(openSeason(ms).days).means.length)).toEqual([
    168, 168, 28, 7, 1,
  ]);
  const minutes = openSeason(HOUR / 12);
  const learned = learnSeason(learnSeason(minutes, MONDAY, 1), MONDAY + HOUR / 12, 3);
  expect(expectedAt(learned, MONDAY + 2 * (HOUR / 12), 1)).toMatchObject({ mean: 2, visits: 2 });
  expect(expectedAt(minutes, MONDAY, 1)).toBeUndefined();
  expect(expectedAt(learnSeason(openSeason(DAY), -DAY, 4), -8 * DAY, 1)!.mean).toBe(4);
});

test("the reference stands in for a week, with what is tolerated of it", () => {
  const open = openBaseline(HOUR, 0.05);
  const stand = { expected: 1, tolerance: 0.5, guess: 0.1 };
  expect(lookWith(open, { at: MONDAY, value: 1.4, variance: 0.001 }, stand).evidence).toBeLessThan(0);
  const far = lookWith(open, { at: MONDAY, value: 4, variance: 0.001 }, stand);
  expect(far.evidence).toBeGreaterThan(3);
  expect(far.expected).toEqual({ mean: 1, low: 0.5, high: 1.5 });
});

test("what is allowed above is no evidence, and is not learned all the same; what is beyond is, and what is below", () => {
  const random = rng({ seed: 4, purpose: "allowed" });
  const quiet = (p: number): number => weekly(p) + 0.05 * random.normal();
  let baseline: Baseline = openBaseline(HOUR, 0.05);
  for (let p = 0; p < 168 * 4; p++)
    ({ baseline } = lookAt(baseline, { at: MONDAY + p * HOUR, value: quiet(p), variance: 1e-4, allowed: 1 }));
  const raised = (by: number): { readonly evidence: readonly number[]; readonly after: Baseline } => {
    let after = baseline;
    const evidence = Array.from({ length: 24 }, (_, h) => {
      const p = 168 * 4 + h;
      const looked = lookAt(after, { at: MONDAY + p * HOUR, value: weekly(p) + by, variance: 1e-4, allowed: 1 });
      after = looked.baseline;
      return looked.evidence;
    });
    return { evidence, after };
  };
  const within = raised(0.9);
  expect(within.evidence.every((one) => one < 0)).toBe(true);
  expect(isSuspect(within.after)).toBe(true);
  expect(raised(2).evidence.every((one) => one > 1)).toBe(true);
  expect(raised(-0.9).evidence[0]).toBeGreaterThan(1);
});

test("a day that rose is told as risen, though its last hour fell", () => {
  const looked = { evidence: 0.2, deviation: -1, day: 5, dayDeviation: 6 } as Looked;
  const rest = { about: { part: "server", name: "shop" }, value: 1, expected: null, unit: "", reach: 1 } as const;
  const readings = bothWays(looked, { fell: { kind: "fell", says: "" }, rose: { kind: "rose", says: "" } }, rest);
  expect(readings.map(({ kind, over, evidence }) => [kind, over, evidence])).toEqual([
    ["fell", undefined, 0.2],
    ["fell", "day", 0],
    ["rose", undefined, 0],
    ["rose", "day", 5],
  ]);
});
