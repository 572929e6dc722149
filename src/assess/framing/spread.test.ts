import { describe, expect, test } from "vitest";
import { chancesBetween, quantileOfClasses, shareKeeping } from "./spread.ts";

const sorted = Float64Array.from([-2, -1, 0, 1, 2]);

describe("a number known by its residuals", () => {
  test.each([
    ["at-least", 0, 3 / 5],
    ["above", 0, 2 / 5],
    ["at-most", 0, 3 / 5],
    ["below", 0, 2 / 5],
  ] as const)("keeps to %s the bound as often as residuals do", (operator, bound, share) => {
    expect(shareKeeping({ operator, bound }, sorted)).toBeCloseTo(share, 12);
    expect(shareKeeping({ operator, bound: bound + 10 }, sorted, 10)).toBeCloseTo(share, 12);
  });

  test("falls between edges as often as residuals put it there", () => {
    expect([...chancesBetween([9, 11], sorted, 10)].map((chance) => Math.round(5 * chance))).toEqual([1, 2, 2]);
  });
});

describe("a number known by the chances of its classes", () => {
  const byClass = [Float64Array.from([1, 2, 3, 4]), Float64Array.from([10, 20, 30, 40])];
  test.each([
    [0.25, 2],
    [0.5, 4],
    [0.75, 20],
    [1, 40],
  ])("has the quantile %f at %f", (q, value) => {
    expect(quantileOfClasses([0.5, 0.5], byClass, q)).toBe(value);
  });
});
