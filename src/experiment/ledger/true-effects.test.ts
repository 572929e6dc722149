import { describe, expect, test } from "vitest";
import type { Estimate } from "../../stats/index.ts";
import { COMPARISONS_MINIMUM, type TrueEffects, trueEffects } from "./true-effects.ts";

/** The effects of coaching in eight schools, and their standard errors: Rubin, 1981, table 1. */
const EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12];
const ERRORS = [15, 10, 16, 11, 9, 11, 10, 18];
const SCHOOLS = EFFECTS.map((value, i) => ({ value, standardError: ERRORS[i]! }));

/** By adaptive quadrature over the spread with SciPy (`integrate.quad`, the ends by `optimize.brentq`). */
const REFERENCE = [
  { weights: [1], value: 11.400260870444297, low: -2.1050163997547364, high: 31.62342190599754 },
  { weights: [0, 1], value: 7.894552283685991, low: -4.65945881073836, high: 20.661794486709073 },
  { weights: [0, 0, 1], value: 6.130746856933373, low: -11.482269242232215, high: 20.459184894033417 },
  { weights: [1, 1, 1, 1, 1, 1, 1, 1], value: 63.45900014590225, low: -1.8785997979611808, high: 129.0383703199888 },
];

describe("effects, luck taken out", () => {
  const effects = trueEffects(SCHOOLS) as TrueEffects;

  test.each(REFERENCE)(
    "of eight schools, weighed $weights, agree with the quadrature",
    ({ weights, value, low, high }) => {
      const found = effects.sum(weights);
      // A hundred and twenty spreads stand for all of them: within a five-hundredth of the interval.
      const digit = (high - low) / 500;
      expect(Math.abs(found.value - value)).toBeLessThan(digit);
      expect(Math.abs(found.low - low)).toBeLessThan(digit);
      expect(Math.abs(found.high - high)).toBeLessThan(digit);
    },
  );

  test("stay as they were measured where the errors are nothing", () => {
    const exact = trueEffects(SCHOOLS.map(({ value }) => ({ value, standardError: 1e-9 }))) as TrueEffects;
    expect(exact.sum([1]).value).toBeCloseTo(28, 6);
  });

  test("of nothing are nothing", () => {
    expect(effects.sum([])).toEqual<Estimate>({ value: 0, low: 0, high: 0, level: 0.95 });
  });

  test("are not guessed from a few", () => {
    expect(trueEffects(SCHOOLS.slice(1))).toMatchObject({
      reason: "too-few-comparisons",
      need: COMPARISONS_MINIMUM,
      have: 7,
    });
  });
});
