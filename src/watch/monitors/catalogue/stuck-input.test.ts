import { expect, test } from "vitest";
import type { InputSeen, Reference, Seen } from "../../seen/seen.ts";
import { shop } from "../followed/shop-periods.conformance.ts";
import type { MonitorContext, Reading } from "../monitor.ts";
import { stuckInput } from "./stuck-input.ts";

const SECONDS = 5_000;
const START = Date.UTC(2026, 0, 5, 9);
const seenOf = (n: number, longestRun: number): InputSeen => ({
  ...{ bins: [n, 0], missing: 0, longestRun },
  numbers: { n, mean: 2, m2: 9, least: longestRun === n ? 2 : 0, most: longestRun === n ? 2 : 9 },
});
const context: MonitorContext = {
  ...{ system: shop, periodMs: SECONDS },
  reference: {
    ...{ id: "r", from: "training", importance: {}, reads: {} },
    layout: { id: "l", heads: {}, features: {}, fields: { visits: { kind: "number", edges: [5] } } },
    seen: { fields: { visits: seenOf(5_000, 6) }, features: {} },
  } as unknown as Reference,
};

/** Periods of five seconds with twenty decisions each: varied ones, then stuck ones. */
function read(varied: number, stuck: number): readonly Reading[] {
  let state = stuckInput.start(context, {});
  return Array.from({ length: varied + stuck }, (_, p): readonly Reading[] => {
    const from = START + p * SECONDS;
    const fields = { visits: seenOf(20, p < varied ? 3 : 20) };
    const period = { from, to: from + SECONDS, fields, features: {} } as unknown as Seen;
    const step = stuckInput.step(state, period, { context, params: {} });
    state = JSON.parse(JSON.stringify(step.state)) as typeof state;
    return step.readings;
  }).flat();
}

test("an input that hangs is told within a thousand decisions, long before anything is usual", () => {
  const readings = read(15, 50);
  const sum = (of: readonly Reading[]): number => of.reduce((ln, { evidence }) => ln + evidence, 0);
  expect(sum(readings.slice(0, 15))).toBeLessThanOrEqual(0);
  expect(sum(readings.slice(15))).toBeGreaterThan(15);
  expect(readings.at(-1)?.says).toContain("1,000 by now");
});

test("of a run that may be usual it says that it cannot tell, and from when on it can", () => {
  const last = read(15, 1).at(-1);
  expect(last).toMatchObject({ evidence: 0 });
  expect(last?.says).toContain("cannot be told before 2026-01-12 09:00 UTC");
});
