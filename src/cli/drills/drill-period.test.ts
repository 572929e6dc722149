import { expect, test } from "vitest";
import { drillPeriod } from "./drill-period.ts";

const HOUR = 3_600_000;

test("a drill looks as often as the system is watched, unless the command line says otherwise", () => {
  expect(drillPeriod(undefined, undefined)).toBeUndefined();
  expect(drillPeriod(undefined, 24 * HOUR)).toBe(24 * HOUR);
  expect(drillPeriod("6h", 24 * HOUR)).toBe(6 * HOUR);
});

test("periods of seconds, of which a month has millions, are drilled by ten minutes", () => {
  expect(drillPeriod(undefined, 5_000)).toBe(600_000);
  expect(() => drillPeriod("5s", undefined)).toThrow("from 10m to 1d");
  expect(() => drillPeriod("often", undefined)).toThrow("--period");
});
