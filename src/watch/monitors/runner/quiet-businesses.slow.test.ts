import { describe, expect, test } from "vitest";
import { businesses, type Drift, seasonDrift } from "../../../sim/index.ts";
import { type BusinessName, periodsOf, watchedBusiness } from "./businesses.conformance.ts";
import { monitorRun } from "./run.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const QUARTER = 13;
const PER_DAY = 300;

/** Quarters of each business; `ALIDADE_QUIET_QUARTERS=10` for a number worth telling. */
const quarters = Number(process.env.ALIDADE_QUIET_QUARTERS ?? "1");

/** So many times as many come on holidays. Twice as many empty the shop's shelves, which by the day is told, and with good reason. */
const holidayOf = (name: BusinessName, periodMs: number): number =>
  name === "storefront" && periodMs === DAY ? 1.3 : 2;

/** All that is no fault: a week of holidays, or a fiftieth more each week. Seasons are always there. */
function driftsOf(name: BusinessName, quarter: number, periodMs: number): readonly Drift[] {
  const { start } = businesses[name]({ seed: 1 });
  if (quarter % 3 === 1) return [seasonDrift({ from: start + 8 * WEEK, by: holidayOf(name, periodMs), lasts: WEEK })];
  if (quarter % 3 === 2)
    return Array.from({ length: QUARTER }, (_, w) => seasonDrift({ from: start + w * WEEK, by: 1.02 }));
  return [];
}

/** What alarmed in a quarter: a field and the feature that is nothing but this field alarm together, and are one. */
function falseAlarms(name: BusinessName, quarter: number, periodMs: number): readonly string[] {
  const watched = watchedBusiness(name, PER_DAY);
  const drifts = driftsOf(name, quarter, periodMs);
  const played = { seed: 100 + quarter, perDay: PER_DAY, days: 7 * QUARTER, periodMs, drifts };
  const run = monitorRun({ system: watched.system, reference: watched.reference, periodMs });
  return [...periodsOf(watched, played)].flatMap((period) => {
    const { alarms } = run.step(period);
    return [...new Set(alarms.map(({ kind, about }) => `${kind} ${about.name}`))];
  });
}

describe("a simulated business in which nothing is wrong stays quiet, with all monitors, from its first day on", () => {
  const all = Object.keys(businesses) as BusinessName[];
  const paces = { hour: HOUR, day: DAY } as const;

  test.each(all.flatMap((name) => [[name, "hour"] as const, [name, "day"] as const]))(
    "%s by the %s: at most one false alarm a quarter",
    (name, pace) => {
      const found = Array.from({ length: quarters }, (_, quarter) => falseAlarms(name, quarter, paces[pace])).flat();
      // If there were one a quarter, fewer than 1 in 700 runs of that many would have more than three deviations above.
      expect(found.length, found.join("; ")).toBeLessThanOrEqual(quarters + 3 * Math.sqrt(quarters));
    },
    300_000 * quarters,
  );
});
