import { expect, test } from "vitest";
import { experimentPlan, experimentSalt } from "./experiment-plan.ts";

const comparison = { name: "calls", control: "rel_a", treatment: "rel_b", share: 0.5 };

test("an experiment splits what the holdback leaves, and keeps the holdback out of it", () => {
  const plan = experimentPlan({ holdback: 0.1 }, comparison);
  expect(plan.map(({ arm, share }) => [arm, share])).toEqual([
    ["control", 0.45],
    ["treatment", 0.45],
    ["holdback", 0.1],
  ]);
  expect(plan.filter(({ experiment }) => experiment === "calls").map(({ release }) => release)).toEqual([
    "rel_a",
    "rel_b",
  ]);
});

test("without a holdback everybody takes part, by the declared share", () => {
  expect(experimentPlan({ holdback: 0 }, { ...comparison, share: 0.2 }).map(({ share }) => share)).toEqual([0.8, 0.2]);
});

test("two experiments of one system split the entities by different salts", () => {
  expect(experimentSalt("shop", "one")).not.toBe(experimentSalt("shop", "two"));
  expect(experimentSalt("shop", "one")).toBe(experimentSalt("shop", "one"));
});
