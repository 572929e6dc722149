import { describe, expect, test } from "vitest";
import {
  every,
  newData,
  onAlarm,
  onObjective,
  onQuality,
  onRequirement,
  onValue,
  type Trigger,
  USUAL_TRIGGERS,
} from "../../system/index.ts";
import { dueTriggers, type TriggerCase } from "./triggers.ts";

const DAY = 86_400_000;
const NOW = 100 * DAY;

const quiet: TriggerCase = {
  ...{ when: [], now: NOW, trainedAt: NOW - 10 * DAY, lastLoopAt: NOW - 10 * DAY, rows: 1_000, newRows: 100 },
  ...{ alarms: [], objective: { trained: 2, current: 2 }, required: undefined },
};
const due = (trigger: Trigger, given: Partial<TriggerCase> = {}) =>
  dueTriggers({ ...quiet, when: [trigger], ...given });
const alarm = (kind: string, name = "visits", at = NOW - DAY): TriggerCase["alarms"][number] => ({
  kind,
  about: { part: kind.startsWith("quality") ? "head" : "feature", name },
  at,
  says: `${name} is odd`,
});

describe("triggers", () => {
  test("none of the usual ones is due on a quiet day", () => {
    expect(dueTriggers({ ...quiet, when: USUAL_TRIGGERS })).toEqual([]);
  });

  test("a schedule counts from the last training or loop, whichever was later", () => {
    expect(due(every("10d"))).toEqual(["it is time: every 10d, and the last was 10 days ago"]);
    expect(due(every("11d"))).toEqual([]);
    expect(due(every("10d"), { lastLoopAt: NOW - DAY })).toEqual([]);
    // One that only recalibrated trained nothing.
    expect(due(every("10d"), { lastLoopAt: NOW - DAY, lastTrainingAt: NOW - 10 * DAY })).toHaveLength(1);
    expect(due(every("10d"), { lastLoopAt: NOW - DAY, lastTrainingAt: null })).toHaveLength(1);
    expect(due(every("10d"), { trainedAt: null, lastLoopAt: null })).toEqual(["no model that was trained serves yet"]);
  });

  test("a model that was trained on a clock that was ahead is as old as the last loop, and without one of no known age", () => {
    const trainedAt = NOW + 300 * DAY;
    for (const of of [every("10d"), onRequirement()]) {
      expect(due(of, { trainedAt, required: "10d" })).toHaveLength(1);
      expect(due(of, { trainedAt, required: "10d", lastLoopAt: NOW - 9 * DAY })).toEqual([]);
      expect(due(of, { trainedAt, required: "10d", lastLoopAt: null })).toEqual([
        "what serves was trained on a clock that was ahead, and nobody knows when",
      ]);
    }
  });

  test("new data count as a share of what was learned from, or as a number", () => {
    expect(due(newData({ share: 0.1 }))).toEqual(["100 outcomes are new, 10 % of the 1,000 that were learned from"]);
    expect(due(newData({ share: 0.11 }))).toEqual([]);
    expect(due(newData({ rows: 100 }), { rows: null })).toEqual(["100 outcomes are new"]);
    expect(due(newData({ share: 0.1 }), { rows: null })).toEqual([]);
    expect(due(newData({ rows: 1 }), { newRows: null })).toEqual([]);
  });

  test("alarms count by kind, a dozen of them as one reason, and not once they have had their loop", () => {
    const alarms = [alarm("input.shifted"), alarm("score.shifted")];
    expect(due(onAlarm(["input.*"]), { alarms })).toEqual(["input.shifted: visits is odd"]);
    expect(due(onAlarm(["input.shift"]), { alarms })).toEqual([]);
    expect(due(onAlarm(["score.shifted", "input.shifted"]), { alarms })).toHaveLength(2);
    expect(due(onAlarm(["input.*"]), { alarms, lastLoopAt: NOW - DAY })).toEqual([]);
    expect(due(onAlarm(["input.*"]), { alarms: [alarm("input.shifted", "visits", NOW + 1)] })).toEqual([]);
    const many = Array.from({ length: 12 }, (_, i) => alarm("input.shifted", `field ${i}`));
    expect(due(onAlarm(["input.*"]), { alarms: many }).at(-1)).toBe("and 9 more alarms of that kind");
  });

  test("quality counts for the heads that are named, value for all", () => {
    const alarms = [alarm("quality.fallen", "risk"), alarm("value.below-target")];
    expect(due(onQuality(), { alarms })).toEqual(["quality.fallen: risk is odd"]);
    expect(due(onQuality("risk"), { alarms })).toHaveLength(1);
    expect(due(onQuality("other"), { alarms })).toEqual([]);
    expect(due(onValue(), { alarms })).toHaveLength(1);
  });

  test("another objective than the one that was trained for, and a model older than it allows", () => {
    expect(due(onObjective(), { objective: { trained: 1, current: 2 } })).toEqual([
      "the objective is at version 2, and what serves was trained for version 1",
    ]);
    expect(due(onObjective(), { objective: { trained: null, current: 2 } })).toEqual([]);
    expect(due(onRequirement(), { required: "10d" })[0]).toMatch(/no older than 10d, and this one is 10 days old/);
    expect(due(onRequirement(), { required: "11d" })).toEqual([]);
  });
});
