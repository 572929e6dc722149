import fc from "fast-check";
import { expect, test } from "vitest";
import type { Column } from "../../data/index.ts";
import { isComplete, readBins } from "./field-strength.ts";

const numbers = (values: readonly number[]): Column => ({
  name: "field",
  kind: "number",
  values: Float64Array.from(values),
});

test("whole numbers, which are counted, fall into the same bins as their halves, which are sorted", () => {
  const anyWhole = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constantFrom(0, -0, Number.NaN, 30_000));
  fc.assert(
    fc.property(fc.array(anyWhole, { maxLength: 300 }), (some) => {
      // One odd number, so that the halves are no whole numbers.
      const values = [...some, 1];
      expect(readBins(numbers(values))).toEqual(readBins(numbers(values.map((value) => value / 2))));
    }),
  );
});

test("numbers too far apart to be counted are sorted; a missing one has the bin 0", () => {
  const bins = readBins(numbers([Number.NaN, -1e300, 0, 1e300, 1e300]));
  expect(bins[0]).toBe(0);
  expect([...bins.subarray(1)]).toEqual([...bins.subarray(1)].sort((a, b) => a - b));
  expect(bins[3]).toBe(bins[4]);
});

test("a column is complete when no cell is missing, whatever its sign", () => {
  expect([isComplete(numbers([-1, 0, -Infinity])), isComplete(numbers([0, Number.NaN]))]).toEqual([true, false]);
  const text = (codes: readonly number[]): Column => ({
    name: "field",
    kind: "text",
    codes: Int32Array.from(codes),
    levels: ["a"],
  });
  expect([isComplete(text([0, 0])), isComplete(text([0, -1]))]).toEqual([true, false]);
});
