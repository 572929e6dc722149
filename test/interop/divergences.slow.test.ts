import { beforeAll, describe, expect, test } from "vitest";
import { type Association, type NumberProfile, profile, type Summary } from "../../src/data/index.ts";
import {
  adjustForMany,
  type Independence,
  independence,
  jensenShannon,
  type KolmogorovSmirnov,
  kolmogorovSmirnov,
  relativeEntropy,
  wasserstein,
} from "../../src/stats/index.ts";
import { findPython, runPython, withoutPython } from "./python.ts";

interface Case {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly distance: number;
  readonly exact: number;
  readonly limit: number;
  readonly wasserstein: number;
  readonly counts: readonly (readonly number[])[];
  readonly chi: number;
  readonly chiP: number;
  readonly cramer: number;
  readonly jensenShannon: number;
  readonly entropy: number;
}

interface Answers {
  readonly cases: readonly Case[];
  readonly pvalues: readonly number[];
  readonly adjusted: readonly number[];
  readonly number: readonly number[];
  readonly label: readonly number[];
  readonly correlation: number;
  readonly pointBiserial: number;
  readonly variance: number;
  readonly quantiles: readonly number[];
}

const PACKAGES = ["scipy", "sklearn", "numpy"];
const python = findPython(PACKAGES) ?? "";
const suite = python === "" ? `SciPy (${withoutPython(PACKAGES)})` : "SciPy and scikit-learn agree on";
const near = (got: number, wanted: number, relative = 1e-9): void =>
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted) + 1e-13);

describe.skipIf(python === "")(suite, () => {
  let theirs: Answers;
  beforeAll(() => {
    theirs = JSON.parse(runPython(python, "divergences.py", ["7"])) as Answers;
  }, 120_000);

  test("distances and tests of two samples", () => {
    for (const one of theirs.cases) {
      const found = kolmogorovSmirnov(one.x, one.y) as KolmogorovSmirnov;
      near(found.statistic, one.distance);
      // Beyond 10^6 lattice points ours is the limit with a correction, off by some percent of the logarithm far in the tail.
      if (one.x.length * one.y.length <= 1e6) near(found.pValue, one.exact, 1e-7);
      else near(Math.log(found.pValue), Math.log(one.exact), 0.03);
      near(wasserstein({ values: one.x }, { values: one.y }), one.wasserstein);
    }
  });

  test("distances and tests of counts", () => {
    for (const one of theirs.cases) {
      const found = independence(one.counts) as Independence;
      near(found.statistic, one.chi);
      near(found.pValue, one.chiP, 1e-7);
      near(found.strength, one.cramer);
      near(jensenShannon(one.counts[0]!, one.counts[1]!), one.jensenShannon);
      near(relativeEntropy(one.counts[0]!, one.counts[1]!), one.entropy);
    }
  });

  test("p-values for many questions", () => {
    adjustForMany(theirs.pvalues).forEach((got, i) => {
      near(got, theirs.adjusted[i]!);
    });
  });

  test("what a profile says of a number and the label", () => {
    const values = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers);
    const { columns } = profile(
      [
        {
          rows: theirs.number.length,
          columns: [
            { name: "x", kind: "number", values: values(theirs.number) },
            { name: "label", kind: "flag", values: values(theirs.label) },
          ],
        },
      ],
      { label: "label" },
    );
    const x = columns[0] as NumberProfile;
    near((x.label as Association).value, theirs.correlation);
    near((x.label as Association).value, theirs.pointBiserial);
    const { variance, quantiles } = x.numbers as Summary;
    near(variance as number, theirs.variance);
    [0.01, 0.25, 0.5, 0.99].forEach((at, i) => {
      near(quantiles.find((one) => one.at === at)!.value, theirs.quantiles[i]!);
    });
  });
});
