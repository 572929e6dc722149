import { expect, test } from "vitest";
import { assignStrata, balancedSalt, imbalanceOf } from "./strata.ts";

const shares = [
  { arm: "control", share: 0.5 },
  { arm: "treatment", share: 0.5 },
];
const units = Array.from({ length: 301 }, (_, i) => ({ entity: `clinic-${i}`, stratum: `region-${i % 7}` }));

test("every stratum is split as exactly as whole units allow", () => {
  const assigned = assignStrata(units, { salt: "s", shares });
  for (const some of Map.groupBy(units, ({ stratum }) => stratum).values()) {
    const treated = some.filter(({ entity }) => assigned.get(entity) === "treatment").length;
    expect(Math.abs(treated - some.length / 2)).toBeLessThan(1);
  }
});

test("every unit has the chance that its arm's share says, whatever the size of its stratum", () => {
  const some = [...units.slice(0, 3), ...units.slice(7, 9)].map(({ entity }) => ({ entity, stratum: "odd" }));
  const runs = 4_000;
  const counts = new Map(some.map(({ entity }) => [entity, 0]));
  for (let run = 0; run < runs; run++)
    for (const [entity, arm] of assignStrata(some, { salt: `r${run}`, shares }))
      if (arm === "treatment") counts.set(entity, (counts.get(entity) ?? 0) + 1);
  // Four standard deviations of a fair coin.
  for (const count of counts.values()) expect(Math.abs(count / runs - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / runs));
});

test("a salt can be chosen that splits the strata more evenly than a blind one", () => {
  const best = balancedSalt(units, { salt: "s", shares });
  expect(imbalanceOf(units, { salt: best, shares })).toBeLessThanOrEqual(imbalanceOf(units, { salt: "s", shares }));
  expect(balancedSalt(units, { salt: "s", shares })).toBe(best);
});
