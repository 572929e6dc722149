import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import type { Comparison } from "../estimate.ts";
import { meanDifference } from "../intervals/mean.ts";
import { momentsOf } from "../moments/moments.ts";
import { detectableDifference, powerOf, type SampleSize, sampleSize } from "./means.ts";
import { powerOfRates, sampleSizeOfRates } from "./proportions.ts";

// SciPy 1.17.1, noncentral t with 2n − 2 degrees of freedom; the approximation is good to 0.002.
test.each([
  [10, 0.1850956562911663],
  [63, 0.795168338123338],
  [64, 0.8014595579222542],
  [200, 0.9987688588259712],
])("the power of %i per arm for half a standard deviation", (perArm, want) => {
  expect(Math.abs(powerOf(0.5, 2 * perArm, { sd: 1 }) - want)).toBeLessThan(0.002);
});

test("gives the sample sizes of the textbooks", () => {
  // Cohen, Statistical Power Analysis, 1988: 64 per arm for d = 0.5, 393 for d = 0.2, at 80 % and 5 %.
  expect(sampleSize(0.5, { sd: 1 })).toEqual({ treatment: 64, control: 64, total: 128 });
  const small = sampleSize(0.2, { sd: 1 }) as SampleSize;
  expect(Math.abs(small.control - 393)).toBeLessThanOrEqual(1);
});

test("planned power is simulated power, with unlike arms and an unequal split", () => {
  const design = { sd: { treatment: 2, control: 1 }, treatmentShare: 0.3, power: 0.7 };
  const { treatment, control } = sampleSize(0.8, design) as SampleSize;
  const runs = 600;
  let found = 0;
  for (let unit = 0; unit < runs; unit++) {
    const random = rng({ seed: 4, unit, purpose: "power" });
    const a = momentsOf(Array.from({ length: treatment }, () => 0.8 + 2 * random.normal()));
    const b = momentsOf(Array.from({ length: control }, () => random.normal()));
    if ((meanDifference(a, b) as Comparison).pValue < 0.05) found++;
  }
  const planned = powerOf(0.8, treatment + control, design);
  expect(planned).toBeGreaterThanOrEqual(0.7);
  expect(Math.abs(found / runs - planned)).toBeLessThanOrEqual(4 * Math.sqrt((planned * (1 - planned)) / runs) + 0.002);
});

test("the detectable difference is the one whose sample size it was asked for", () => {
  const found = detectableDifference(128, { sd: 3 }) as number;
  expect(powerOf(found, 128, { sd: 3 })).toBeCloseTo(0.8, 8);
  expect(detectableDifference(2, { sd: 3 })).toMatchObject({ reason: "too-few-rows" });
});

test("rates are planned with their own variances", () => {
  const rates = { control: 0.1, treatment: 0.12 };
  // (1.95996 + 0.84162)² · (0.1 · 0.9 + 0.12 · 0.88) / 0.02² = 3839 by the normal formula.
  const { control } = sampleSizeOfRates(rates) as SampleSize;
  expect(Math.abs(control - 3839)).toBeLessThanOrEqual(3);
  expect(powerOfRates(rates, 2 * control)).toBeGreaterThanOrEqual(0.8);
  expect(sampleSizeOfRates({ control: 0.1, treatment: 0.1 })).toMatchObject({ reason: "no-difference-to-find" });
});
