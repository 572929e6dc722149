import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { regularisedBeta } from "./beta.ts";
import { chiSquareSurvival } from "./chi-square.ts";
import { logGamma, lowerGamma, upperGamma } from "./gamma.ts";
import { normalCdf, normalQuantile, normalSurvival } from "./normal.ts";
import { studentCdf, studentQuantile, studentSurvival } from "./student.ts";

function expectClose(got: number, want: number, relative: number): void {
  expect(Math.abs(got - want)).toBeLessThanOrEqual(relative * Math.abs(want));
}

// The references below were computed with SciPy 1.17.1.
describe("agrees with SciPy", () => {
  test.each([
    [0.001, 6.907178885383853],
    [1.5, -0.12078223763524525],
    [14.5, 23.86276584168909],
    [1e6, 12815504.569147611],
  ])("ln Γ(%f)", (x, want) => expectClose(logGamma(x), want, 1e-12));
  test.each([
    [0.5, 0.1, 0.6547208460185768],
    [0.5, 20, 2.5396285894708634e-10],
    [3, 2, 0.6766764161830634],
    [10, 30, 7.121750862815593e-6],
    [100, 80, 0.9828916869648668],
    [1000, 1100, 0.0010593232539299773],
    [50000, 50500, 0.012868840377233648],
  ])("Q(%f, %f)", (a, x, want) => expectClose(upperGamma(a, x), want, 1e-11));
  test.each([
    [0.3, 0.5, 0.5, 0.36901011956554536],
    [0.01, 2, 30, 0.03838951459523544],
    [0.9, 20, 3, 0.6200409384119034],
    [0.5, 1000, 1020, 0.6718724987520566],
    [0.25, 5000, 14500, 0.019759514177378958],
  ])("I_%f(%f, %f)", (...[x, a, b, want]) => expectClose(regularisedBeta(x, a, b), want, 1e-11));
  test.each([
    [0.1, 0.460172162722971],
    [1, 0.15865525393145707],
    [1.96, 0.024997895148220435],
    [3, 0.0013498980316300933],
    [6, 9.865876450376946e-10],
    [10, 7.61985302416047e-24],
    [30, 4.906713927147908e-198],
  ])("P(Z > %f)", (z, want) => expectClose(normalSurvival(z), want, 1e-11));
  test.each([
    [0.5, 1, 0.35241638234956674],
    [2, 1.5, 0.11209416517802556],
    [2.5, 7, 0.020496109292876444],
    [6, 30, 6.971384383602382e-7],
    [4, 1000, 3.400495960439082e-5],
    [5, 1000000.0, 2.8669989354453723e-7],
    [50, 3, 8.808576020635984e-6],
  ])("P(T > %f), %f degrees of freedom", (t, df, want) => expectClose(studentSurvival(t, df), want, 1e-10));
  test.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2.5, 3.5746548420036817],
    [0.9, 10, 1.372183641110336],
    [0.995, 120, 2.6174211451068654],
    [0.01, 33.3, -2.4436767720103254],
    [1e-6, 5, -24.771029720515948],
    [0.975, 100000.0, 1.9599877075346095],
  ])("the Student quantile %f, %f degrees of freedom", (p, df, want) =>
    expectClose(studentQuantile(p, df), want, 1e-10),
  );
  test.each([
    [3.841458820694124, 1, 0.04999999999999989],
    [50, 10, 2.669083424904495e-7],
    [1, 20, 0.999999999829033],
  ])("P(X > %f), %f degrees of freedom", (x, df, want) => expectClose(chiSquareSurvival(x, df), want, 1e-11));
});

test("agrees with printed tables", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
  expect(normalQuantile(0.9995)).toBeCloseTo(3.290527, 6);
  expect(studentQuantile(0.975, 10)).toBeCloseTo(2.228139, 6);
  expect(studentQuantile(0.995, 1)).toBeCloseTo(63.656741, 6);
  expect(chiSquareSurvival(18.307038, 10)).toBeCloseTo(0.05, 7);
});

describe("holds for any argument:", () => {
  const shape = fc.double({ min: 0.1, max: 5_000, noNaN: true });
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  test("quantile and distribution undo each other", () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 1e6, noNaN: true }), (p, df) => {
        expectClose(normalCdf(normalQuantile(p)), p, 1e-10);
        expectClose(studentCdf(studentQuantile(p, df), df), p, 1e-9);
      }),
    );
  });
  test("the two incomplete gammas add up to one, and the beta is symmetric", () => {
    fc.assert(
      fc.property(shape, shape, share, (a, b, x) => {
        expect(lowerGamma(a, b) + upperGamma(a, b)).toBeCloseTo(1, 12);
        expect(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a)).toBeCloseTo(1, 9);
      }),
    );
  });
});

interface Case {
  readonly name: string;
  readonly inputs: { readonly n1?: number; readonly n2?: number };
  readonly expected: {
    readonly statistic?: number;
    readonly pvalue: number;
    readonly dof?: number;
    readonly df?: number;
  };
  readonly tolerance: { readonly rel?: number; readonly abs?: number };
}

describe("gives the p-values of SciPy's own tests", () => {
  const path = new URL("../../../../shared/cases/scipy.json", import.meta.url);
  const cases = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { cases: Case[] }).cases : [];
  const close = (got: number, { expected, tolerance }: Case) =>
    expect(Math.abs(got - expected.pvalue)).toBeLessThanOrEqual(
      (tolerance.abs ?? 0) + (tolerance.rel ?? 0) * expected.pvalue,
    );

  test.skipIf(cases.length === 0)("chi-square (skipped where ../shared/cases/scipy.json is absent)", () => {
    // Left out: a statistic that its source gives rounded.
    const exact = cases.filter(({ tolerance }) => (tolerance.rel ?? 0) < 1e-6);
    const found = exact.filter(({ expected }) => (expected.dof ?? 0) > 0 && expected.statistic !== undefined);
    expect(found.length).toBeGreaterThan(2);
    for (const each of found) close(chiSquareSurvival(each.expected.statistic!, each.expected.dof!), each);
  });
  test.skipIf(cases.length === 0)("Student (skipped where ../shared/cases/scipy.json is absent)", () => {
    const found = cases.filter(({ name }) => name.startsWith("ttest_"));
    expect(found.length).toBe(3);
    for (const each of found) {
      const df = each.expected.df ?? each.inputs.n1! + each.inputs.n2! - 2;
      close(2 * studentSurvival(Math.abs(each.expected.statistic!), df), each);
    }
  });
});

test("Student's quantile is one curve, where it is searched and where it is expanded about the normal's", () => {
  for (const p of [1e-12, 1e-4, 0.01, 0.3, 0.975, 0.9999])
    for (const df of [100_000, 3e6]) {
      const found = studentQuantile(p, df);
      expect(Math.log(studentCdf(found, df))).toBeCloseTo(Math.log(p), 9);
    }
});
