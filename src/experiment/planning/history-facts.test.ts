import { expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { historyFacts } from "./history-facts.ts";

const DAY = 86_400_000;

test("money is summed by unit, and units are counted by their first day", () => {
  const past = [
    { unit: "a", at: 0, money: 1 },
    { unit: "a", at: 3 * DAY, money: 3 },
    { unit: "b", at: DAY, money: 2 },
  ];
  const facts = historyFacts(past, 4 * DAY);
  expect(facts).toMatchObject({ days: 4, decisions: 3, units: 2, decisionsPerUnit: 1.5, enrolment: [1, 2, 2, 2] });
  expect(facts.perUnit).toMatchObject({ n: 2, mean: 3 });
  expect(facts.sdPerUnit).toBeCloseTo(Math.SQRT2, 12);
  expect(facts.cuped).toMatchObject({ reason: "no-pre-period", have: 1 });
});

test("the part of the variance that a unit's past explains is found: its squared correlation", () => {
  const random = rng({ seed: 2, purpose: "history" });
  const units = 4_000;
  const past = Array.from({ length: units }, (_, i) => {
    const own = random.normal();
    const drawn = (at: number) => ({ unit: `u${i}`, at, money: own + random.normal() });
    return [drawn(DAY), drawn(9 * DAY)];
  }).flat();
  const { cuped } = historyFacts([...past, { unit: "first", at: 0, money: 0 }], 10 * DAY);
  if (isInsufficient(cuped)) throw new Error(cuped.reason);
  // Half of the variance is the unit's own: the correlation is 0.5, its standard error (1 − ρ²) / √n.
  expect(Math.abs(cuped.correlation - 0.5)).toBeLessThan((4 * 0.75) / Math.sqrt(units));
  expect(cuped.variance).toBeCloseTo(1 - cuped.correlation ** 2, 12);
  expect(cuped.known).toBe(1);
});

test("without variation there is no deviation, and no past to explain it", () => {
  const past = Array.from({ length: 200 }, (_, i) => ({ unit: `u${i % 50}`, at: i * DAY, money: 1 }));
  const facts = historyFacts(past, 200 * DAY);
  expect(facts.sdPerUnit).toMatchObject({ reason: "zero-variance" });
  expect(facts.cuped).toMatchObject({ reason: "zero-variance" });
});
