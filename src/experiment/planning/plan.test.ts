import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { meanDifference, momentsOf } from "../../stats/index.ts";
import { type ExperimentPlan, minimumDetectableLift, planExperiment } from "./plan.ts";

const question = { sdPerUnit: 1, lift: 0.3, newUnitsPerDay: 25 };

function plan(change: object = {}): ExperimentPlan {
  const answer = planExperiment({ ...question, ...change });
  if (isInsufficient(answer)) throw new Error(answer.reason);
  return answer;
}

describe("a plan", () => {
  test("counts days by the units that enter", () => {
    const { units, treatment, control, days } = plan();
    expect(treatment + control).toBe(units);
    expect(days).toBe(Math.ceil(units / 25));
    // 2 · (1.960 + 0.842)² / 0.3² = 174.4 per arm by the normal formula; Student's t needs a little more.
    expect(treatment).toBeGreaterThanOrEqual(174);
    expect(treatment).toBeLessThanOrEqual(178);
  });

  test("has the power in simulation that it was made for, even when the split is uneven", () => {
    const { treatment, control } = plan({ treatmentShare: 0.3 });
    const runs = 1500;
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const random = rng({ seed: 21, unit: run, purpose: "plan.test" });
      const draw = (n: number, lift: number) => momentsOf(Array.from({ length: n }, () => lift + random.normal()));
      const difference = meanDifference(draw(treatment, 0.3), draw(control, 0));
      if (!isInsufficient(difference) && difference.low > 0) found++;
    }
    expect(Math.abs(found / runs - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / runs));
  });

  test("and the detectable lift are each other's inverse", () => {
    const { units } = plan();
    const lift = minimumDetectableLift(units, question);
    expect(lift).toBeLessThanOrEqual(0.3);
    expect(lift).toBeGreaterThan(0.297);
  });

  test("says what is missing when there can be none", () => {
    expect(planExperiment({ ...question, lift: 0 })).toMatchObject({ reason: "no-difference-to-find" });
    expect(planExperiment({ ...question, newUnitsPerDay: 0 })).toMatchObject({ reason: "no-traffic" });
    expect(planExperiment({ ...question, population: 100 })).toMatchObject({
      reason: "population-too-small",
      need: plan().units,
      have: 100,
    });
    expect(minimumDetectableLift(2, question)).toMatchObject({ kind: "insufficient" });
  });
});
