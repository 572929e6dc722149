import { describe, expect, test } from "vitest";
import { waitingCosts } from "./waiting.ts";

describe("a price of waiting", () => {
  test("is an assumption with its range", () => {
    expect(waitingCosts(0.0004, [0.0001, 0.001])).toEqual({ value: 0.0004, range: [0.0001, 0.001], basis: "assumed" });
  });

  test.each([
    [-1, [-2, 0]],
    [2, [0, 1]],
    [0.5, [1, 2]],
    [1, [0, Number.POSITIVE_INFINITY]],
    [Number.NaN, [0, 1]],
  ] as const)("of %s in %j is refused", (value, range) => {
    expect(() => waitingCosts(value, range)).toThrow(/What a millisecond costs/);
  });
});
