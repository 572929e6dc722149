import { expect, test } from "vitest";
import { goodnessOfFit, sampleRatioMismatch } from "./sample-ratio.ts";

test("agrees with the examples of SciPy's chisquare", () => {
  const observed = [16, 18, 16, 14, 12, 12];
  expect(goodnessOfFit(observed, [1, 1, 1, 1, 1, 1])).toMatchObject({ statistic: 2, df: 5 });
  const fit = goodnessOfFit(observed, [16, 16, 16, 16, 16, 8]) as { statistic: number; pValue: number };
  expect(fit.statistic).toBeCloseTo(3.5, 12);
  expect(fit.pValue).toBeCloseTo(0.6233876277495822, 10);
});

test("calls a split broken only when chance is no explanation", () => {
  expect(sampleRatioMismatch([50_100, 49_900], [0.5, 0.5])).toMatchObject({ mismatch: false });
  expect(sampleRatioMismatch([51_000, 49_000], [0.5, 0.5])).toMatchObject({ mismatch: true });
  expect(sampleRatioMismatch([9_000, 1_020], [9, 1])).toMatchObject({ mismatch: false });
});

test("says what is missing", () => {
  expect(sampleRatioMismatch([4, 3], [1, 1])).toMatchObject({ reason: "too-few-expected", need: 5, have: 3.5 });
  expect(sampleRatioMismatch([40], [1])).toMatchObject({ reason: "too-few-arms" });
});
