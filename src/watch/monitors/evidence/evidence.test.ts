import { describe, expect, test } from "vitest";
import { both, either } from "./combine.ts";
import { measureCount, measureShare, shareAt } from "./measures.ts";
import { evidenceOfP } from "./of-p.ts";
import { type Side, studentEvidence } from "./student.ts";
import { unlikeEvidence } from "./unlike.ts";

/** Student's density with 5 degrees of freedom. */
const student5 = (z: number): number => (8 / (3 * Math.PI * Math.sqrt(5))) * (1 + (z * z) / 5) ** -3;

/** By the trapezoid rule over z = sinh(u): the ends hold less than 10⁻⁴ of the Cauchy part. */
function expectationUnder5(evidence: (z: number) => number): number {
  let sum = 0;
  for (let u = -12; u <= 12; u += 1e-3) sum += Math.exp(evidence(Math.sinh(u))) * student5(Math.sinh(u)) * Math.cosh(u);
  return sum * 1e-3;
}

describe("the evidence of a deviation", () => {
  test.each(["both", "above", "below"] as const)("is expected to be 1 while nothing is wrong: %s", (side: Side) => {
    expect(expectationUnder5((z) => studentEvidence(z, 5, side))).toBeCloseTo(1, 3);
  });

  test("grows with the deviation, is large for one of 20, and never below one half", () => {
    const at = [0, 2, 4, 8, 20, 1e200].map((z) => studentEvidence(z, 8));
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    expect(Math.exp(at[4]!)).toBeGreaterThan(1e4);
    expect(at[0]).toBeGreaterThanOrEqual(Math.log(0.5));
    expect(at[5]).toBeLessThan(Infinity);
  });

  test("is none on the side that does not count", () => {
    expect(studentEvidence(-20, 8, "above")).toBe(Math.log(0.5));
    expect(studentEvidence(20, 8, "above")).toBeGreaterThan(studentEvidence(20, 8));
  });

  test("beyond a tolerance begins where that ends", () => {
    const stand = { expected: 1, tolerance: 0.5, guess: 0.1 };
    const within = unlikeEvidence({ value: 1.49, variance: 0.01 }, stand);
    expect(within).toBe(unlikeEvidence({ value: 1, variance: 0.01 }, stand));
    expect(within).toBeLessThan(0);
    expect(unlikeEvidence({ value: 4, variance: 0.01 }, stand)).toBeGreaterThan(3);
  });
});

test("the evidence of a p-value is expected to be 1, and is finite at 0", () => {
  // ∫ κ p^(κ−1) dp over (0, 1) by p = e^−s: the tail beyond s = 200 holds e^−20.
  let sum = 0;
  for (let s = 5e-4; s < 200; s += 1e-3) sum += Math.exp(evidenceOfP(Math.exp(-s)) - s) * 1e-3;
  expect(sum).toBeCloseTo(1, 5);
  expect(evidenceOfP(0)).toBeLessThan(Infinity);
});

test("either is the mean of e-values, both the least", () => {
  expect(either(Math.log(3), Math.log(5))).toBeCloseTo(Math.log(4), 12);
  expect(either()).toBe(0);
  expect(either(900, 0)).toBeCloseTo(900 - Math.LN2, 9);
  expect(both(1, -2, 3)).toBe(-2);
});

test("measures are steady: a share as an angle, a count as a logarithm", () => {
  expect(shareAt(measureShare(300, 1_000)!.value)).toBeCloseTo(0.3, 3);
  expect(measureShare(0, 0)).toBeUndefined();
  expect(measureCount(0, 99.5)).toEqual({ value: Math.log(0.5), variance: 0.01 });
});
