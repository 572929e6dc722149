import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { insufficient } from "../kernel/index.ts";
import { formatValue } from "./format.ts";
import { formatNumber, formatTick } from "./format-number.ts";
import { formatBytes, formatDuration, formatTime } from "./format-scaled.ts";
import { assumed, estimate, measured, money, percent, quantity, type Unit, words } from "./values.ts";

const usd: Unit = { currency: "USD" };

describe("a number is shown as a person reads it", () => {
  const cases: readonly (readonly [number, Unit, string])[] = [
    [1234.5, usd, "$1,234.50"],
    [0.0123, usd, "$0.0123"],
    [0.5, usd, "$0.50"],
    [-12.4, usd, "−$12.40"],
    [0, usd, "$0.00"],
    [250_000, usd, "$250,000"],
    [1234.5, { currency: "EUR" }, "€1,234.50"],
    [1234, { currency: "JPY" }, "¥1,234"],
    [12.5, { currency: "points" }, "12.50 points"],
    [0.123, "percent", "12.3%"],
    [0.0042, "percent", "0.42%"],
    [1, "percent", "100%"],
    [0, "percent", "0%"],
    [-0.031, "percent", "−3.1%"],
    [101_766, "count", "101,766"],
    [2.6, "count", "3"],
    [0.66812, "number", "0.6681"],
    [0.5, "number", "0.5"],
    [1e-6, "number", "0.000001"],
    [1234.567, "number", "1,235"],
    [42, "number", "42"],
    [-0, "number", "0"],
    [Number.NaN, "number", "–"],
    [Infinity, "percent", "∞"],
    [-Infinity, usd, "−∞"],
    [1.9, "duration", "1.9 ms"],
    [-1500, "duration", "−1.5 s"],
    [1_534_000, "bytes", "1.53 MB"],
  ];
  test.each(cases)("%d as %o is %s", (value, unit, text) => expect(formatNumber(value, unit)).toBe(text));
});

describe("an estimate shows two digits of its interval's width", () => {
  test.each([
    [estimate({ value: 0.668, low: 0.663, high: 0.673 }), "0.668 (0.663 to 0.673)"],
    [estimate({ value: 0.66812, low: 0.5, high: 0.8 }), "0.67 (0.50 to 0.80)"],
    [estimate({ value: 0.1116, low: 0.1093, high: 0.1139 }, "percent"), "11.16% (10.93% to 11.39%)"],
    [estimate({ value: 12.4, low: -0.4, high: 15.6 }, usd), "$12.40 (−$0.40 to $15.60)"],
    [estimate({ value: 0.023, low: -0.01, high: 0.047 }, "percent", { signed: true }), "+2.3% (−1.0% to +4.7%)"],
    [estimate({ value: 5, low: 5, high: 5 }), "5 (5 to 5)"],
  ])("%o", (value, text) => expect(formatValue(value)).toBe(text));
});

test("a value carries its basis wherever it is shown, and a missing one says why", () => {
  expect(formatValue(assumed(money(1900, "USD")))).toBe("$1,900.00 [assumed]");
  expect(formatValue(measured(percent(0.2)))).toBe("20.0% [measured]");
  expect(formatValue(assumed(words("by care management")))).toBe("by care management [assumed]");
  expect(formatValue(quantity(0.05, "percent", { signed: true }))).toBe("+5.0%");
  expect(formatValue(insufficient("too-few-rows", { need: 50, have: 31 }))).toBe(
    "not enough data (too few rows: needs 50, has 31)",
  );
});

test("durations, bytes and instants change unit where a person would, and never say 60 s or 1,000 ms", () => {
  const shown = [0, 0.4, 0.9996, 12.34, 999.6, 4200, 59_960, 192_000, 3_599_800, 7_500_000, 86_399_999, 273_600_000];
  expect(shown.map(formatDuration)).toEqual(
    "0 s|400 µs|1 ms|12.3 ms|1 s|4.2 s|1 min|3 min 12 s|1 h|2 h 5 min|1 d|3 d 4 h".split("|"),
  );
  expect([0, 812, 1500, 999_900, 23.4e6, 5e17].map(formatBytes)).toEqual(
    "0 B|812 B|1.5 kB|1 MB|23.4 MB|500 PB".split("|"),
  );
  expect(formatTime(Date.UTC(2026, 10, 22))).toBe("2026-11-22");
  expect(formatTime(Date.UTC(2026, 10, 22, 7, 5))).toBe("2026-11-22 07:05");
  expect(formatTime(Number.NaN)).toBe("–");
});

test("ticks are short", () => {
  expect(formatTick(0.25, "percent")).toBe("25%");
  expect(formatTick(12_500, usd)).toBe("$12.5K");
  expect(formatTick(0.5, usd)).toBe("$0.50");
  expect(formatTick(-10, usd)).toBe("−$10");
  expect(formatTick(2_000_000, "count")).toBe("2M");
});

test("every finite number reads back to within the digits that are shown", () => {
  fc.assert(
    fc.property(fc.double({ min: -9e9, max: 9e9, noNaN: true }), (value) => {
      const read = Number(formatNumber(value).replaceAll(",", "").replace("−", "-"));
      expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.max(Math.abs(value) * 5e-4, 5e-9));
    }),
  );
});
