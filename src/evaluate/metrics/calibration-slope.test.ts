import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { calibrationSlope } from "./calibration-slope.ts";

/** Rows whose log odds of a yes are `slope` times the logit of their score. */
function simulated(slope: number, run: number, rows = 600): { scores: Float64Array; labels: Float64Array } {
  const stream = rng({ seed: 3, unit: run, purpose: "calibration-slope.test" });
  const x = Float64Array.from({ length: rows }, () => stream.normal());
  const labels = x.map((at) => (stream.uniform() < 1 / (1 + Math.exp(-slope * at)) ? 1 : 0));
  return { scores: x.map((at) => 1 / (1 + Math.exp(-at))), labels };
}

describe("the calibration slope", () => {
  test.each([1, 0.5])("covers a true slope of %d in 95 of 100 samples", (truth) => {
    const runs = 400;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const found = calibrationSlope.compute(simulated(truth, run));
      if ("kind" in found) throw found;
      if (found.low <= truth && truth <= found.high) covered++;
    }
    // Four standard errors of a binomial share around 0.95.
    expect(Math.abs(covered / runs - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / runs));
  });

  test("is a lack of data, not a number, where scores do not vary or separate the classes", () => {
    const flat = { scores: new Float64Array(40).fill(0.5), labels: Float64Array.from({ length: 40 }, (_, i) => i % 2) };
    expect(calibrationSlope.compute(flat)).toMatchObject({ kind: "insufficient" });
    const apart = {
      scores: Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 0.1 : 0.9) + i / 1e4),
      labels: Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1)),
    };
    expect(calibrationSlope.compute(apart)).toMatchObject({ kind: "insufficient" });
  });
});
