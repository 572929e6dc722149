import { beforeAll, describe, expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import { toTerminal } from "../../report/index.ts";
import { faults } from "../faults/_catalogue.ts";
import type { Alarm } from "../monitors/alarm.ts";
import type { Reference } from "../seen/seen.ts";
import { copyOf } from "./copied.ts";
import { countPeriods } from "./count-periods.ts";
import type { DrillFindings } from "./drill.ts";
import { drillReport } from "./report.ts";
import { scheduleOf } from "./schedule.ts";
import { streamOf } from "./stream-of.ts";
import { trialOf } from "./verdict.ts";
import { DAY, HOUR, START, ward, wardJournal, wardReference, wardState } from "./ward-stream.conformance.ts";

let journal: readonly Envelope[];
let reference: Reference;
beforeAll(() => {
  const state = wardState();
  journal = wardJournal(state, { days: 8, perHour: 10, seed: 5 });
  reference = wardReference(state);
});

test("a journal that is too short is refused, with what is needed", () => {
  const short = streamOf(
    journal.filter(({ at }) => at < START + 5 * DAY),
    "ward",
  );
  expect(() => scheduleOf(ward, short, HOUR)).toThrow(
    expect.objectContaining({ code: "watch.journal-too-short", message: expect.stringContaining("at least 15 days") }),
  );
  expect(() => scheduleOf(ward, [], HOUR)).toThrow(expect.objectContaining({ code: "watch.journal-too-short" }));
});

test("periods of the copy, however they are cut, count what is in it once", () => {
  const cut = { system: ward, reference, periodMs: HOUR };
  const twice = [...journal, ...journal].sort((a, b) => a.at - b.at);
  const seen = [...countPeriods(twice, { ...cut, from: START, to: START + 3 * DAY })];
  const within = journal.filter(({ at, kind }) => kind === "decision" && at < START + 3 * DAY).length;
  expect(seen.reduce((sum, one) => sum + one.decisions, 0)).toBe(within);
  expect(seen.reduce((sum, one) => sum + one.repeated, 0)).toBe(within);
  const later = [...countPeriods(journal, { ...cut, from: START + 2 * DAY, to: START + 3 * DAY })];
  const whole = [...countPeriods(journal, { ...cut, from: START, to: START + 3 * DAY })].slice(48);
  expect(later).toEqual(whole);
});

test("what is copied of a long journal is a sample of decisions, each with its reports", async () => {
  async function* entries() {
    yield* journal;
  }
  const copy = await copyOf(entries(), { system: "ward", since: START + 2 * DAY, most: 500 });
  const ids = new Set(copy.filter(({ kind }) => kind === "decision").map(({ id }) => id));
  expect(ids.size).toBeLessThanOrEqual(500);
  expect(ids.size).toBeGreaterThan(150);
  expect(copy.every(({ at }) => at >= START + 2 * DAY)).toBe(true);
  const about = (entry: Envelope) => (entry.body as { readonly decision: string }).decision;
  const reports = journal.filter((entry) => entry.kind === "outcome" && ids.has(about(entry)));
  expect(copy.filter((entry) => entry.kind === "outcome" && ids.has(about(entry)))).toEqual(reports);
});

describe("an alarm", () => {
  const alarm = (kind: string, part: Alarm["about"]["part"], name = "age"): Alarm => ({
    ...{ kind, about: { part, name }, at: START + 2 * HOUR, since: START, system: "ward", monitor: "m", strength: 2 },
    ...{ value: null, expected: null, unit: "", reach: 1, says: "" },
  });
  const judged = (alarms: readonly Alarm[]) =>
    trialOf(faults.fieldMissing, { says: "age is missing", names: ["age"] }, { from: START, alarms });

  test("that calls the fault by its name where it is, names it", () => {
    expect(judged([alarm("input.missing", "field")])).toMatchObject({
      noticed: true,
      named: true,
      wrong: 0,
      afterMs: 2 * HOUR,
    });
  });

  test("of what suffers from it notices it, and does not name it", () => {
    expect(judged([alarm("score.shifted", "head", "risk")])).toMatchObject({ noticed: true, named: false, wrong: 0 });
  });

  test("of another field, or of what comes before, does not name it; what comes before was well", () => {
    expect(judged([alarm("input.missing", "field", "visits")])).toMatchObject({ noticed: true, named: false });
    expect(judged([alarm("stream.late", "stream", "visits")])).toMatchObject({
      noticed: false,
      wrong: 1,
      afterMs: null,
    });
  });

  test("where nothing is wrong is wrong", () => {
    const found = trialOf(faults.season, { says: "" }, { from: START, alarms: [alarm("traffic.fell", "server")] });
    expect(found).toMatchObject({ noticed: false, wrong: 1 });
  });
});

test("a page names what came with nothing wrong: its kind, its part and when; a drill of old has the number alone", () => {
  const drill = {
    ...{ system: "ward", stream: { decisions: 9, from: START, to: START + DAY }, periodMs: HOUR, horizonMs: DAY },
    ...{ strength: 1, replayed: { same: 9, of: 9 }, rows: [] },
  };
  const page = (quiet: DrillFindings["quiet"]) =>
    toTerminal(drillReport({ ...drill, quiet }), { width: 160, colour: false });
  const alarm = (name: string) => ({ kind: "input.shifted", part: "field", name, at: START + HOUR, says: "it moved" });
  const told = page({ ms: DAY, alarms: 2, first: [alarm("age"), alarm("visits")] });
  const line = told.replaceAll(/\s+/g, " ");
  expect(line).toContain("there were 2 alarms in 1 d: input.shifted (field age), input.shifted (field visits).");
  expect(told).toMatch(/2026-\d\d-\d\d \d\d:00 .*input\.shifted .*field age .*it moved/);
  expect(page({ ms: DAY, alarms: 3 })).toMatch(/there were 3 alarms in 1 d\./);
  expect(page({ ms: DAY, alarms: 1, first: [alarm("age")] })).toContain("there was 1 alarm in");
  expect(page({ ms: DAY, alarms: 0 })).toContain("there was no alarm in 1 d.");
  expect(page({ ms: DAY, alarms: 0 }).replaceAll(/\s+/g, " ")).toContain("With 9 decisions a day 1 d are too short");
});
