import { describe, expect, test } from "vitest";
import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { disagreementOf } from "../designs/disagreement.ts";
import { outlookOf } from "./outlook.ts";

function sure<T>(found: T | Insufficient): T {
  if (isInsufficient(found)) throw new Error(found.reason);
  return found as T;
}

const steady = (perDay: number) => [perDay, 2 * perDay];
const question = { sdPerUnit: 10, enrolment: steady(100), lift: 2 };

describe("an outlook", () => {
  test("has the size of the published formula, the days of the traffic, and the price of the arms", () => {
    const { plain, cost } = outlookOf(question);
    // 2 · (1.960 + 0.842)² · 10² / 2² = 392.4 for each arm; Student's t needs a little more.
    expect(sure(plain.units)).toBeGreaterThanOrEqual(786);
    expect(sure(plain.units)).toBeLessThan(794);
    expect(plain.days).toBe(8);
    expect(sure(cost)).toEqual({ ifBetter: sure(plain.units), ifWorse: sure(plain.units) });
  });

  test("takes as long for a harm as for a gain", () => {
    const [gain, harm] = [outlookOf(question), outlookOf({ ...question, lift: -2 })];
    expect(harm.plain).toEqual(gain.plain);
    expect(sure(harm.sequential).power).toBeCloseTo(sure(gain.sequential).power, 9);
    expect(sure(harm.sequential).expectedUnits).toBe(sure(gain.sequential).expectedUnits);
  });

  test("takes longer with half the traffic, and with more arms", () => {
    const half = outlookOf({ ...question, traffic: 0.5 });
    expect(half.plain).toEqual({ units: outlookOf(question).plain.units, days: 16 });
    expect(sure(outlookOf({ ...question, treatments: 3 }).plain.units)).toBeGreaterThan(2 * sure(half.plain.units));
  });

  test("needs as many fewer entities as their past explains", () => {
    const { plain, cuped } = outlookOf({ ...question, cupedVariance: 0.5 });
    expect(sure(cuped.units) / sure(plain.units)).toBeCloseTo(0.5, 2);
    const unknown = { kind: "insufficient", reason: "no-pre-period" } as const;
    expect(outlookOf({ ...question, cupedVariance: unknown }).cuped).toEqual({ units: unknown, days: unknown });
  });

  test("counts only where the releases differ, and says so where they never do", () => {
    const pairs = (differing: number) =>
      disagreementOf([0, 1, 2, 3].map((i) => ({ unit: `u${i}`, differs: i < differing })));
    const { plain, triggered } = outlookOf({ ...question, disagreement: pairs(1) });
    // A quarter of the units, each with four times the lift: a quarter of those who must come.
    expect(sure(triggered.units) / sure(plain.units)).toBeCloseTo(0.25, 1);
    expect(outlookOf({ ...question, disagreement: pairs(0) }).triggered.units).toMatchObject({
      reason: "no-disagreement",
    });
    expect(outlookOf(question).triggered.units).toMatchObject({ reason: "no-pair" });
  });

  test("is one look where more come in a day than are needed", () => {
    const { sequential } = outlookOf({ ...question, enrolment: steady(100_000) });
    expect(sure(sequential)).toMatchObject({ expectedDays: 1 });
    // At three times the size the lift lies 2.802 · √3 = 4.85 standard errors from zero. The boundary there, by hand: u = 8.2
    // solves u = ln(1 + u) − 2 ln 0.05; √(25.6 / 24.6 · (ln 25.6 − 2 ln 0.05)) = 3.10; and Φ(4.85 − 3.10) = 0.960.
    expect(sure(sequential).power).toBeCloseTo(0.96, 2);
  });

  test("without a lift says what would be found", () => {
    const { plain, sequential, cost, detectable } = outlookOf({ ...question, lift: null });
    for (const found of [plain.units, sequential, cost]) expect(found).toMatchObject({ reason: "no-lift-asked" });
    const lifts = detectable.map(({ lift }) => sure(lift));
    expect(lifts).toEqual([...lifts].sort((a, b) => b - a));
    expect(lifts[0]! / lifts[2]!).toBeCloseTo(2, 1);
  });

  test("where nobody new comes says that too few do", () => {
    const { plain, sequential } = outlookOf({ ...question, enrolment: [50, 50, 50, 50] });
    expect(plain.days).toMatchObject({ reason: "population-too-small", have: 50 });
    expect(sequential).toMatchObject({ reason: "no-traffic" });
  });
});
