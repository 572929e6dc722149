import { expect, test } from "vitest";
import { logGamma, weightedMomentsOf } from "../../../stats/index.ts";
import type { LabelSeen } from "../../seen/seen.ts";
import { standEvidence } from "./beyond.ts";
import { labelFreedom, labelVariance } from "./label-chance.ts";

/** `n` cases of which each was foreseen at the same chance. */
function foreseen(n: number, chance: number): Pick<LabelSeen, "calibration" | "labels"> {
  return {
    calibration: [{ weight: n, predicted: chance, label: 0 }],
    labels: weightedMomentsOf(new Float64Array(n), new Float64Array(n).fill(1)),
  };
}

test("labels vary by what was foreseen of each, not by what came", () => {
  expect(labelVariance(foreseen(10, 0.2))).toBeCloseTo(0.16);
  expect(labelVariance({ calibration: [] })).toBe(0.25);
});

/** Probability of k yes in n. */
const chanceOf = (k: number, n: number, p: number): number =>
  Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p));

// Exact sums over all that chance may bring: an e-value's mean is at most 1.
test.each([
  [5, 0.004],
  [20, 0.01],
  [40, 0.05],
  [200, 0.01],
  [1_000, 0.002],
  [1_000, 0.02],
  [300, 0.3],
])("however few of %i yes at a chance of %d are, their share is no evidence on average", (n, p) => {
  const seen = foreseen(n, p);
  const mean = Array.from({ length: n + 1 }, (_, k) => {
    const measure = { value: k / n, variance: (p * (1 - p)) / n, freedom: labelFreedom(seen) };
    return chanceOf(k, n, p) * Math.exp(standEvidence(measure, { expected: p, tolerance: 0, scatter: 0 }));
  }).reduce((sum, one) => sum + one, 0);
  expect(mean).toBeLessThanOrEqual(1);
});
