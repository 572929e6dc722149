import { expect, test } from "vitest";
import { DAY, quietWorld, shopWith } from "../runner/quiet-shop.conformance.ts";
import { monitorRun } from "../runner/run.ts";

test("an assumed effect that an experiment refuted is one alarm, which says what is assumed, what was measured and when", () => {
  const world = quietWorld({ seed: 2, fields: 4, periodMs: DAY });
  const told = (effect: Readonly<Record<string, number>>): readonly string[] => {
    // It assumes a half.
    const system = shopWith(4, { monitors: { settings: { objectiveDrift: { effect } } } });
    const run = monitorRun({ system, reference: world.reference, periodMs: DAY, only: ["objectiveDrift"] });
    return [0, 1, 2].flatMap((day) => run.step(world.period(day)).alarms.map(({ kind, says }) => `${kind}: ${says}`));
  };
  const measured = { value: 0.1, low: 0.05, high: 0.15 };
  const says = (when: string): string =>
    `effect.unlike-assumed: acting is assumed to change 50% of the cases, and an experiment${when} measured 10% (5% to 15%)`;
  expect(told({ ...measured, until: Date.UTC(2026, 4, 1) })).toEqual([says(" that ended on 2026-05-01")]);
  expect(told(measured)).toEqual([says("")]);
  expect(told({ value: 0.4, low: 0.3, high: 0.55 })).toEqual([]);
});
