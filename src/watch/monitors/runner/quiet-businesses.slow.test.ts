import { describe, expect, test } from "vitest";
import { businesses, type Drift, seasonDrift } from "../../../sim/index.ts";
import { type BusinessName, periodsOf, watchedBusiness } from "./businesses.conformance.ts";
import { monitorRun } from "./run.ts";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const QUARTER = 13;

/** Quarters of each business; `ALIDADE_QUIET_QUARTERS=10` for a number worth telling. */
const quarters = Number(process.env.ALIDADE_QUIET_QUARTERS ?? "1");

/** All that is no fault: a week in which twice as many come, or a fiftieth more each week. Seasons are always there. */
function driftsOf(quarter: number, start: number): readonly Drift[] {
  if (quarter % 3 === 1) return [seasonDrift({ from: start + 8 * WEEK, by: 2, lasts: WEEK })];
  if (quarter % 3 === 2)
    return Array.from({ length: QUARTER }, (_, w) => seasonDrift({ from: start + w * WEEK, by: 1.02 }));
  return [];
}

/** What alarmed in a quarter: a field and the feature that is nothing but this field alarm together, and are one. */
function falseAlarms(name: BusinessName, quarter: number): readonly string[] {
  const watched = watchedBusiness(name);
  const { start } = businesses[name]({ seed: 1 });
  const played = {
    seed: 100 + quarter,
    perDay: 300,
    days: 7 * QUARTER,
    periodMs: HOUR,
    drifts: driftsOf(quarter, start),
  };
  const run = monitorRun({ system: watched.system, reference: watched.reference, periodMs: HOUR });
  return [...periodsOf(watched, played)].flatMap((period) => {
    const { alarms } = run.step(period);
    return [...new Set(alarms.map(({ kind, about }) => `${kind} ${about.name}`))];
  });
}

describe("a simulated business in which nothing is wrong stays quiet, with all monitors, from its first day on", () => {
  test.each(Object.keys(businesses) as BusinessName[])(
    "%s: at most one false alarm a quarter",
    (name) => {
      const found = Array.from({ length: quarters }, (_, quarter) => falseAlarms(name, quarter)).flat();
      // If there were one a quarter, fewer than 1 in 700 runs of that many would have more than three deviations above.
      expect(found.length, found.join("; ")).toBeLessThanOrEqual(quarters + 3 * Math.sqrt(quarters));
    },
    300_000 * quarters,
  );
});
