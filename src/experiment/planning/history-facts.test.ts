import { expect, test } from "vitest";
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
});

test("without variation there is no deviation", () => {
  const past = Array.from({ length: 200 }, (_, i) => ({ unit: `u${i % 50}`, at: i * DAY, money: 1 }));
  const facts = historyFacts(past, 200 * DAY);
  expect(facts.sdPerUnit).toMatchObject({ reason: "zero-variance" });
});
