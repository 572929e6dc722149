import { expect, test } from "vitest";
import { championPlan } from "./champion-plan.ts";

test("without a holdback one release serves everybody", () => {
  expect(championPlan({ holdback: 0 }, "rel_1")).toEqual([
    { arm: "champion", release: "rel_1", share: 1, purpose: "champion" },
  ]);
});

test("a holdback gets the same release under its own purpose, and the shares sum to one", () => {
  const plan = championPlan({ holdback: 0.05 }, "rel_1", "unproven");
  expect(plan.map(({ arm, release, purpose }) => [arm, release, purpose])).toEqual([
    ["champion", "rel_1", "unproven"],
    ["holdback", "rel_1", "holdback"],
  ]);
  expect(plan.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});
