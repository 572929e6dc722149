import { describe, expect, test } from "vitest";
import { RAMP_LIMITS, type Ramp } from "../registry/index.ts";
import { openArm } from "./arm-statistics.ts";
import { armOf, type Traits } from "./arms.conformance.ts";
import { type ArmStatistics, mergeArms, noArm, stepRollout } from "./index.ts";

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

const usual = armOf({ n: 20_000 }, 99);
const seen = (
  canary: ArmStatistics,
  parts: { lastedMs?: number; guardedMs?: number; ramp?: Ramp } = {},
  champion: ArmStatistics = usual,
) => stepRollout({ ramp, lastedMs: 60_000, guardedMs: undefined, champion, canary, ...parts });

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
    ["is stood in for", { n: 200, fallbacks: 0.4 }, /another stood in for its models/],
    ["acts far more often", { n: 200, acts: 0.9 }, /it says "(call|skip)" in/],
    ["hardly acts", { n: 2_000, acts: 0.01 }, /it says "(call|skip)" in/],
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
    const apart = { ...ramp, limits: { ...RAMP_LIMITS, scoreShift: null, actions: null } };
    expect(seen(armOf({ n: 500, shift: 0.4, acts: 0.9 }), { ramp: apart })).toMatchObject({ kind: "advance" });
  });

  test("that was planned before a limit was known is held to what is usual", () => {
    const { errors, latency, scoreShift } = RAMP_LIMITS;
    const old = { ...ramp, limits: { errors, latency, scoreShift } };
    expect(seen(armOf({ n: 200, fallbacks: 0.4 }), { ramp: old })).toMatchObject({ kind: "roll-back" });
    expect(seen(armOf({ n: 500 }), { ramp: old })).toMatchObject({ kind: "advance" });
  });

  test("is judged by what it says even where its champion says nothing of the kind", () => {
    const labels = openArm();
    for (let i = 0; i < 300; i++) labels.add({ reasons: [], score: null, took: 1, answer: i % 2 ? ["a", "b"] : "c" });
    expect(labels.read().says).toEqual({ a: 150, b: 150, c: 150 });
    expect(seen(labels.read())).toMatchObject({ kind: "roll-back", why: expect.stringMatching(/it says/) });
  });

  test.each<[string, Omit<Traits, "n">]>([
    ["errors", { errors: 0.1 }],
    ["fallbacks", { fallbacks: 0.25 }],
    ["latency", { ms: 3 }],
    ["scores", { shift: 0.3 }],
    ["actions", { acts: 0.65 }],
  ])("that is plainly worse in its %s is taken back within two thousand decisions, nearly always", (_what, traits) => {
    let backs = 0;
    for (let run = 0; run < 20; run++) {
      let canary = noArm;
      for (let look = 0; look < 10; look++) {
        canary = mergeArms(canary, armOf({ ...traits, n: 200 }, 5_000 + run * 10 + look));
        if (seen(canary).kind !== "roll-back") continue;
        backs++;
        break;
      }
    }
    expect(backs).toBeGreaterThanOrEqual(19);
  });
});
