import { expect, test } from "vitest";
import { decay } from "./decay.ts";

test("is off by less than four units in the last place, from 0 to where e^-x leaves the singles", () => {
  for (let x = 0; x <= 87; x += 0.0137) {
    const single = Math.fround(x);
    expect(Math.abs(decay(single) / Math.exp(-single) - 1)).toBeLessThan(4 * 2 ** -24);
  }
});

test("is 1 at 0, stays at the edge beyond 87, and passes on what is no number", () => {
  expect(decay(0)).toBe(1);
  expect(decay(Infinity)).toBe(decay(87));
  expect(decay(Number.NaN)).toBeNaN();
});
