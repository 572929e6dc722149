import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFlag, parseNumber, parseTime } from "./parse.ts";

test("every finite number reads back from its own text", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      // The text of negative zero is "0".
      expect(parseNumber(String(value))).toBe(value + 0);
    }),
  );
});

test.each(["", " ", "1,5", "1 000", "0x1f", "1e999", "Infinity", "NaN", "1n", "--1", "1.2.3", "e5", "."])(
  "%j is no number",
  (text) => {
    expect(parseNumber(text)).toBeNaN();
  },
);

test("every moment reads back from its ISO text", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
      expect(parseTime(date.toISOString(), "iso")).toBe(date.getTime());
    }),
  );
});

test.each([
  ["2019-11-24 00:00:03.800821+00:00", "iso", Date.UTC(2019, 10, 24, 0, 0, 3, 800)],
  ["2019-11-24T10:30-0530", "iso", Date.UTC(2019, 10, 24, 16, 0)],
  ["1574553603", "seconds", 1_574_553_603_000],
  ["1574553603800", "milliseconds", 1_574_553_603_800],
  ["24/11/2019", "day/month/year", Date.UTC(2019, 10, 24)],
  ["11/24/2019 06:07", "month/day/year", Date.UTC(2019, 10, 24, 6, 7)],
  ["24.11.2019", "month/day/year", Number.NaN],
  ["2019-02-29", "iso", Number.NaN],
  ["2020-02-29", "iso", Date.UTC(2020, 1, 29)],
  ["2019-11-24T24:00", "iso", Number.NaN],
  ["2019", "iso", Number.NaN],
  ["24 Nov 2019", "iso", Number.NaN],
] as const)("%s as %s", (text, format, at) => {
  expect(parseTime(text, format)).toBe(at);
});

test("yes and no are read in the usual words, or exactly in those declared", () => {
  expect(["TRUE", "y", " 1 ", "No", "f", "2", ""].map((text) => parseFlag(text, {}))).toEqual([
    1,
    1,
    1,
    0,
    0,
    NaN,
    NaN,
  ]);
  const ours = { trueValues: ["Ch"], falseValues: ["No"] };
  expect(["Ch", "No", "no", "1"].map((text) => parseFlag(text, ours))).toEqual([1, 0, NaN, NaN]);
});
