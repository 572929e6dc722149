import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import { RAMP_LIMITS, type Ramp } from "../registry/index.ts";
import { openArm } from "./arm-statistics.ts";
import { type ArmStatistics, mergeArms, noArm, quantileOf, stepRollout } from "./index.ts";
import { countIn, grouped, histogramOf, mergeHistograms, noHistogram } from "./log-histogram.ts";

const ramp: Ramp = {
  steps: [0.01, 0.05, 0.25, 1],
  step: 0,
  dwellMs: 60_000,
  decisions: 500,
  limits: RAMP_LIMITS,
  champion: "rel_a",
  canary: "rel_b",
  becomes: "champion",
  from: 1,
};

interface Traits {
  readonly n: number;
  readonly errors?: number;
  readonly ms?: number;
  readonly shift?: number;
}

/** An arm as it would be seen: scores between 0 and 1, times that are long now and then. */
function armOf({ n, errors = 0, ms = 1, shift = 0 }: Traits, seed = 1): ArmStatistics {
  const draws = rng({ seed, purpose: "arm" });
  const arm = openArm();
  for (let i = 0; i < n; i++) {
    const reasons = draws.uniform() < errors ? ["fallback.head-failed:risk"] : [];
    const took = ms * Math.exp(draws.normal() / 2);
    arm.add({ reasons, score: Math.min(1, draws.uniform() ** 2 + shift), took });
  }
  return arm.read();
}

const usual = armOf({ n: 20_000 }, 99);
const seen = (canary: ArmStatistics, parts: { lastedMs?: number; guardedMs?: number; ramp?: Ramp } = {}) =>
  stepRollout({ ramp, lastedMs: 60_000, guardedMs: undefined, champion: usual, canary, ...parts });

describe("a canary", () => {
  test("goes on when it has lasted and decided enough, and not before", () => {
    expect(seen(armOf({ n: 500 }))).toMatchObject({ kind: "advance", step: 1 });
    expect(seen(armOf({ n: 499 }))).toEqual({ kind: "stay", why: "it has made 499 of 500 decisions at this step" });
    expect(seen(armOf({ n: 500 }), { lastedMs: 59_000 })).toMatchObject({ kind: "stay" });
    expect(seen(armOf({ n: 500 }), { ramp: { ...ramp, step: 3 } })).toMatchObject({ kind: "stay" });
    expect(seen(noArm)).toMatchObject({ kind: "stay" });
  });

  test.each<[string, Traits, RegExp]>([
    ["errs", { n: 60, errors: 0.2 }, /of 60 decisions failed/],
    ["is slow", { n: 200, ms: 4 }, /took longer than/],
    ["scores otherwise", { n: 300, shift: 0.4 }, /its scores lie elsewhere/],
  ])("that %s is taken back before it has lasted", (_what, traits, why) => {
    const step = seen(armOf(traits), { lastedMs: 5_000 });
    expect(step).toMatchObject({ kind: "roll-back", why: expect.stringMatching(why) });
  });

  test("that breaks the guarded latency is taken back, where the champion keeps it", () => {
    const slower = armOf({ n: 2_000, ms: 1.6 });
    expect(seen(slower)).toMatchObject({ kind: "advance" });
    expect(seen(slower, { guardedMs: 4 })).toMatchObject({ kind: "roll-back" });
    expect(seen(slower, { guardedMs: 0.5 })).toMatchObject({ kind: "advance" });
  });

  test("whose scores mean something else is not judged by them", () => {
    const apart = { ...ramp, limits: { ...RAMP_LIMITS, scoreShift: null } };
    expect(seen(armOf({ n: 500, shift: 0.4 }), { ramp: apart })).toMatchObject({ kind: "advance" });
  });

  /** Looked at after each 25 decisions: with limits that hold in 999 of 1000 looks, five runs in a hundred would be many. */
  test("that does what the champion does is hardly ever taken back, however often one looks", () => {
    const champion = armOf({ n: 20_000, errors: 0.02 }, 98);
    let backs = 0;
    for (let run = 0; run < 100; run++) {
      let canary = noArm;
      for (let look = 0; look < 20; look++) {
        canary = mergeArms(canary, armOf({ n: 25, errors: 0.02 }, 1_000 + run * 20 + look));
        if (stepRollout({ ramp, lastedMs: 1, guardedMs: undefined, champion, canary }).kind === "roll-back") {
          backs++;
          break;
        }
      }
    }
    expect(backs).toBeLessThanOrEqual(5);
  });
});

describe("a histogram", () => {
  test("merged from parts is that of the whole, and its quantiles are within a tenth", () => {
    const draws = rng({ seed: 5, purpose: "histogram" });
    const values = Array.from({ length: 5_000 }, () => draws.normal() * 10);
    const of = (part: readonly number[]) => {
      const open = new Map<number, number>();
      for (const value of part) countIn(open, value);
      return histogramOf(open);
    };
    const whole = of(values);
    expect(mergeHistograms(of(values.slice(0, 999)), of(values.slice(999)))).toEqual(whole);
    const sorted = values.toSorted((a, b) => a - b);
    for (const part of [0.01, 0.25, 0.75, 0.99]) {
      const exact = sorted[Math.floor(part * 5_000)] as number;
      expect(Math.abs((quantileOf(whole, part) as number) - exact) / Math.abs(exact)).toBeLessThan(0.12);
    }
  });

  test("holds nothing that is no number, and zero by itself", () => {
    const open = new Map<number, number>();
    for (const value of [Number.NaN, Infinity, -Infinity, 0, -0, 1e-300]) countIn(open, value);
    expect(histogramOf(open).counts).toEqual({ 0: 3 });
    expect(quantileOf(noHistogram, 0.5)).toBeUndefined();
  });

  test("in groups has about a tenth of the first in each, and everything of both", () => {
    const groups = grouped(usual.scores, armOf({ n: 300 }).scores, 10);
    expect(groups.reduce((sum, [first]) => sum + first, 0)).toBe(20_000);
    expect(groups.reduce((sum, [, second]) => sum + second, 0)).toBe(300);
    expect(Math.max(...groups.map(([first]) => first))).toBeLessThan(4_500);
  });
});
