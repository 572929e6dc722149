import { describe, expect, test } from "vitest";
import type { Loop, LoopEnd } from "./loop.ts";
import { type RepairCase, repairFor } from "./repair.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 100 * DAY;

const raised = (...kinds: readonly string[]): RepairCase["given"]["alarms"] =>
  kinds.map((kind) => {
    const about = kind.startsWith("label") ? { part: "outcome", name: "bought" } : { part: "head", name: "risk" };
    return { kind, about, at: NOW - HOUR, says: kind } as RepairCase["given"]["alarms"][number];
  });
const byAlarm = [{ on: "quality", why: "calibration.gap: risk foresaw 20% where bought came to 40%" }] as const;
const repair = (kinds: readonly string[], more: Partial<RepairCase> = {}) =>
  repairFor({
    ...{ retrain: { recalibrate: true }, due: byAlarm, standing: [], last: null },
    given: { alarms: raised(...kinds), lastLoopAt: null, now: NOW },
    ...more,
  });
const lastLoop = (kind: LoopEnd, ago: number, learned: "recalibrated" | "trained" = "recalibrated"): Loop =>
  ({ number: 3, facts: { learned }, end: { kind, at: NOW - ago, why: "" } }) as unknown as Loop;

describe("a loop recalibrates first", () => {
  test.each([
    [["calibration.gap"]],
    [["calibration.slope", "calibration.gap"]],
    // The same score stands for another chance, the base rate has moved, and the loss follows: all that one map may mend.
    [["concept.drifted", "label.shifted", "quality.worse", "quality.below-reference"]],
    [["calibration.gap", "traffic.fell", "latency.risen"]],
  ])("where %j were raised", (kinds) => {
    expect(repair(kinds)).toMatchObject({ kind: "recalibrate", heads: ["risk"] });
  });

  test("each head that was named, once, and says what may be a matter of calibration", () => {
    const alarms = raised("calibration.gap", "calibration.gap", "label.shifted");
    const other = { ...alarms[0]!, about: { part: "head", name: "again" } } as (typeof alarms)[number];
    expect(repair([], { given: { alarms: [...alarms, other], lastLoopAt: null, now: NOW } })).toEqual({
      ...{ kind: "recalibrate", heads: ["risk", "again"], since: NOW - HOUR },
      why: "calibration.gap, label.shifted may be a matter of calibration alone",
    });
  });
});

describe("a loop trains", () => {
  test.each([
    "input.shifted",
    "input.unit-changed",
    "score.shifted",
    "quality.over-limit",
    "quality.estimated-worse",
    "value.below-least",
    "labels.contradict",
  ])("where %s was raised beside", (kind) => {
    expect(repair(["calibration.gap", kind])).toEqual({ kind: "train", why: `no calibration mends ${kind}` });
  });

  test("where a loss or a base rate alone was raised, which other cases may explain", () => {
    expect(repair(["quality.worse", "label.shifted"])).toMatchObject({ kind: "train" });
    expect(repair([])).toMatchObject({ kind: "train" });
  });

  test("where it is time for another reason as well", () => {
    const due = [...byAlarm, { on: "schedule", why: "it is time: every 30d" }] as const;
    expect(repair(["calibration.gap"], { due })).toMatchObject({
      kind: "train",
      why: expect.stringMatching(/makes it due/),
    });
    const standing = ["a week has passed since loop 2 could not tell"];
    expect(repair(["calibration.gap"], { standing })).toMatchObject({ kind: "train" });
  });

  test("where the file lets nothing be recalibrated", () => {
    expect(repair(["calibration.gap"], { retrain: { recalibrate: false } })).toMatchObject({
      kind: "train",
      why: expect.stringMatching(/file/),
    });
  });

  test("where the same comes again within a week of a recalibration, or that did not prove itself", () => {
    const following = (last: Loop) => repair(["calibration.gap"], { last });
    expect(following(lastLoop("champion", 6 * DAY))).toMatchObject({
      kind: "train",
      why: expect.stringMatching(/within a week of loop 3/),
    });
    expect(following(lastLoop("champion", 8 * DAY))).toMatchObject({ kind: "recalibrate" });
    expect(following(lastLoop("champion", DAY, "trained"))).toMatchObject({ kind: "recalibrate" });
    expect(following(lastLoop("rolled-back", 30 * DAY))).toMatchObject({
      kind: "train",
      why: expect.stringMatching(/did not prove itself/),
    });
    // Nothing was said of it: somebody stopped it, or a machine failed.
    expect(following(lastLoop("failed", HOUR))).toMatchObject({ kind: "recalibrate" });
  });

  test("but tries again what the last loop had too little for, once a week has brought more", () => {
    const first = { kind: "recalibrate", heads: ["risk"], since: 5, why: "" } as const;
    const last = { ...lastLoop("insufficient", DAY, "trained"), repair: first };
    const standing = ["a week has passed since loop 3 could not tell for want of data"];
    const left = (more: Partial<RepairCase>) => repair([], { due: [], standing, last, ...more });
    expect(left({})).toMatchObject({
      kind: "recalibrate",
      heads: ["risk"],
      since: 5,
      why: expect.stringMatching(/loop 3/),
    });
    expect(left({ last: { ...last, repair: { kind: "train", why: "" } } })).toMatchObject({ kind: "train" });
    expect(left({ due: [{ on: "data", why: "much is new" }] })).toMatchObject({ kind: "train" });
  });

  test("by what was raised since the last loop began: the rest has had its loop", () => {
    const given = { alarms: raised("calibration.gap"), lastLoopAt: NOW - HOUR / 2, now: NOW };
    expect(repair([], { given })).toMatchObject({ kind: "train" });
  });
});
