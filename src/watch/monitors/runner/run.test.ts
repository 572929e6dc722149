import { describe, expect, test } from "vitest";
import { monitors } from "../_catalogue.ts";
import { defineMonitor } from "../monitor.ts";
import { declaredMonitors } from "./declared.ts";
import { DAY, quietWorld, shopWith } from "./quiet-shop.conformance.ts";
import { monitorRun } from "./run.ts";
import type { MonitorsState } from "./state.ts";

const world = quietWorld({ seed: 1, fields: 5, decisions: 40 });
const system = shopWith(5);

test("a run that is left and taken up again reads what one that never stopped reads", () => {
  const whole = monitorRun({ system, reference: world.reference });
  let state: MonitorsState | undefined;
  for (let p = 0; p < 36; p++) {
    const seen = world.period(p);
    const again = monitorRun({ system, reference: world.reference, ...(state === undefined ? {} : { state }) });
    expect(again.step(seen)).toEqual(whole.step(seen));
    state = JSON.parse(JSON.stringify(again.state)) as MonitorsState;
  }
  expect(whole.state.last!.readings.length).toBeGreaterThan(50);
});

test("what was kept in another form is forgotten, and monitors begin anew", () => {
  const run = monitorRun({ system, reference: world.reference });
  for (let p = 0; p < 3; p++) run.step(world.period(p));
  const { form, ...rest } = run.state;
  const goneOn = (state: MonitorsState) => monitorRun({ system, reference: world.reference, state }).state;
  expect(goneOn({ form, ...rest })).toEqual(run.state);
  expect(goneOn({ form: form - 1, ...rest })).toEqual(monitorRun({ system, reference: world.reference }).state);
});

test("every reading of every monitor is of a kind that it declares, and a period is never changed", () => {
  const run = monitorRun({ system, reference: world.reference });
  const frozen = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  };
  for (let p = 0; p < 30; p++) {
    const seen = world.period(p);
    frozen(seen);
    for (const { monitor, reading } of run.step(seen).readings) {
      expect(reading.kind).not.toBe("monitor.failed");
      expect(monitors[monitor as keyof typeof monitors].kinds).toContain(reading.kind);
      expect(reading.says).not.toMatch(/NaN|undefined|\.$/);
    }
  }
});

test("without a reference, and in a period without decisions, nothing fails", () => {
  const empty = world.period(5, { traffic: 0 });
  for (const reference of [undefined, world.reference]) {
    const run = monitorRun({ system, reference });
    for (let p = 0; p < 3; p++) expect(run.step({ ...empty, decisions: 0 }).alarms).toHaveLength(0);
  }
});

describe("a monitor that throws", () => {
  const broken = defineMonitor({
    about: "nothing",
    kinds: [],
    params: {},
    restartsWithReference: false,
    start: () => 0,
    step(state: number) {
      if (state === 2) throw new Error("the third is too many");
      return { state: state + 1, readings: [] };
    },
  });

  test("is one alarm, and stops nothing", () => {
    const run = monitorRun({ system, reference: world.reference, more: { broken } });
    const alarms = Array.from({ length: 6 }, (_, p) => run.step(world.period(p)).alarms).flat();
    expect(alarms).toMatchObject([{ monitor: "broken", kind: "monitor.failed" }]);
    expect(alarms[0]!.says).toContain("the third is too many");
    expect(run.state.monitors).toHaveProperty("inputDrift");
  });
});

test("other heads: what was learned of inputs is forgotten, what was learned of traffic stays", () => {
  const run = monitorRun({ system, reference: world.reference });
  for (let p = 0; p < 3; p++) run.step(world.period(p));
  const next = monitorRun({ system, reference: { ...world.reference, id: "ref_2" }, state: run.state });
  expect(Object.keys(next.state.monitors)).toContain("freshness");
  expect(Object.keys(next.state.monitors)).not.toContain("inputDrift");
  const daily = monitorRun({ system, reference: world.reference, periodMs: DAY, state: run.state });
  expect(daily.state.monitors).toEqual({});
});

test("what the system file says of its monitors is checked, and heeded", () => {
  const declared = (of: object): ReturnType<typeof declaredMonitors> => declaredMonitors({ monitors: of });
  expect(declared({})).toMatchObject({ periodMs: DAY / 24, quietMs: 90 * DAY, off: [] });
  expect(() => declared({ off: ["inputDrit"] })).toThrow("Did you mean `inputDrift`?");
  expect(() => declared({ settings: { freshness: { limit: 1 } } })).toThrow(
    "monitor freshness has no parameter `limit`",
  );
  expect(() => shopWith(5, { monitors: { period: "500ms" } })).toThrow("monitors.period");
  expect(() => shopWith(5, { monitors: { period: "1d", quiet: "1h" } })).toThrow("monitors.quiet");
  expect(() => shopWith(5, { monitors: { perod: "1h" } as never })).toThrow("Did you mean `period`?");
  const quiet = monitorRun({ system: shopWith(5, { monitors: { off: ["inputDrift"] } }), reference: world.reference });
  quiet.step(world.period(0));
  expect(Object.keys(quiet.state.monitors)).not.toContain("inputDrift");
  expect(() => monitorRun({ system, reference: undefined, only: ["x"] })).toThrow("must name a monitor");
  const foreign = { ...world.period(0), layout: "lay_other" };
  expect(() => monitorRun({ system, reference: world.reference }).step(foreign)).toThrow("lay_other");
});
