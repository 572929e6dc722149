import { describe, expect, test } from "vitest";
import type { PartKind } from "../monitor.ts";
import { DAY, type Fault, HOUR, quietWorld, shopWith, type WorldOptions } from "./quiet-shop.conformance.ts";
import { monitorRun } from "./run.ts";
import type { MonitorsState } from "./state.ts";

/** Alarms of quiet systems, with all monitors, from their first day on. */
function falseAlarms(systems: number, periods: number, of: Omit<WorldOptions, "seed">): readonly string[] {
  return Array.from({ length: systems }, (_, seed) => {
    const world = quietWorld({ seed: seed + 1, ...of });
    const run = monitorRun({ system: shopWith(of.fields), reference: world.reference, periodMs: of.periodMs ?? HOUR });
    return Array.from({ length: periods }, (_, p) =>
      run.step(world.period(p)).alarms.map(({ kind, about }) => `${kind} ${about.name}`),
    );
  }).flat(2);
}

describe("a quiet system stays quiet: no more than one false alarm a quarter", () => {
  // If there were one a quarter, fewer than 1 in 700 runs of that many quarters would have more than three deviations above.
  const bound = (quarters: number): number => quarters + 3 * Math.sqrt(quarters);

  test("by the hour", () => {
    expect(falseAlarms(3, 13 * 7 * 24, { fields: 10, decisions: 60 }).length).toBeLessThanOrEqual(bound(3));
  }, 300_000);

  test("by the day", () => {
    const found = falseAlarms(4, 26 * 7, { fields: 30, decisions: 300, periodMs: DAY });
    expect(found.length).toBeLessThanOrEqual(bound(8));
  }, 300_000);
});

describe("each fault is found, and named", () => {
  const fields = 12;
  const world = quietWorld({ seed: 7, fields, decisions: 120 });
  const onset = 3 * 7 * 24 + 30;
  const system = shopWith(fields);
  let learned: MonitorsState | undefined;
  const known = (): MonitorsState => {
    if (learned === undefined) {
      const run = monitorRun({ system, reference: world.reference });
      for (let p = 0; p < onset; p++) run.step(world.period(p));
      learned = run.state;
    }
    return learned;
  };
  const of = (name: string, change: (value: number, draw: () => number) => number | string | null): Fault => ({
    value: (field, value, draw) => (field === name && typeof value === "number" ? change(value, draw) : value),
  });
  const newCity: Fault = { value: (name, value, draw) => (name === "f11" && draw() < 0.25 ? "Kyiv" : value) };

  /** What is done, what it must be called, about which part, and within how many hours. */
  const faults: readonly (readonly [string, Fault, string, PartKind, string, number])[] = [
    ["a unit", of("f0", (x) => x * 100), "input.unit-changed", "field", "f0", 3],
    ["another zero", of("f0", (x) => x + 30), "input.offset", "field", "f0", 3],
    ["a shift of one standard deviation", of("f0", (x) => x + 1), "input.shifted", "field", "f0", 12],
    ["a sensor that hangs", of("f0", () => 10.5), "input.stuck", "field", "f0", 3],
    ["a feed that lacks a third", of("f1", (x, draw) => (draw() < 0.33 ? null : x)), "input.missing", "field", "f1", 6],
    ["a new category", newCity, "input.new-values", "field", "f11", 6],
    ["no traffic", { traffic: 0 }, "traffic.fell", "server", "shop", 3],
    ["four times the traffic", { traffic: 4 }, "traffic.leapt", "server", "shop", 12],
    ["records sent twice", { repeated: 0.2 }, "records.repeated", "server", "shop", 6],
    ["a broken contract", { refused: 0.2 }, "contract.broken", "stream", "visits", 6],
    ["a stream that grows old", { ageMs: 80 * HOUR }, "stream.stale", "stream", "visits", 3],
    ["scores that collapse", { head: (x) => 0.2 + 0.02 * x }, "score.collapsed", "head", "risk", 3],
    [
      "scores that are half a constant",
      { head: (x, draw) => (draw() < 0.5 ? 0.12 : x) },
      "score.spiked",
      "head",
      "risk",
      6,
    ],
    ["scores in eighths", { head: (x) => Math.round(x * 8) / 8 }, "score.ragged", "head", "risk", 6],
    ["scores that double", { head: (x) => Math.min(1, 2 * x) }, "score.shifted", "head", "risk", 48],
  ];

  test.each(faults)(
    "%s",
    (...[, fault, kind, part, name, hours]) => {
      const run = monitorRun({ system, reference: world.reference, state: known() });
      for (let p = onset; p < onset + hours; p++) {
        const found = run
          .step(world.period(p, fault))
          .alarms.find((one) => one.kind === kind && one.about.part === part && one.about.name === name);
        if (found === undefined) continue;
        expect(found.since).toBeGreaterThanOrEqual(world.period(onset).from - DAY);
        if (kind === "input.unit-changed") expect(found.says).toContain("100 times");
        return;
      }
      expect.unreachable(`no ${kind} of ${name} within ${hours} hours`);
    },
    60_000,
  );

  test("a unit that differs from training is found on the first day, with nothing learned", () => {
    const run = monitorRun({ system, reference: world.reference });
    const fault = of("f0", (x) => x * 100);
    const alarms = Array.from({ length: 12 }, (_, p) => run.step(world.period(p, fault)).alarms).flat();
    expect(alarms.map(({ kind }) => kind)).toContain("input.unit-changed");
  });
});
