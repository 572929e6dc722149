import { describe, expect, test } from "vitest";
import { insufficient } from "../../kernel/index.ts";
import { wordPaidBack, wordRamp } from "./ramp-words.ts";
import { type PathCase, valuePath } from "./value-path.ts";
import { yearSpan } from "./year-span.ts";

const year = { value: 120_000, low: 24_000, high: 240_000 };
const work: PathCase = {
  year,
  costs: { build: 30_000, perYear: 24_000, from: "said" },
  buildMonths: 3,
  trialDays: 60,
};
const at = (path: ReturnType<typeof valuePath>, month: number) => path.months[month - 1];

describe("value by month", () => {
  const path = valuePath(work);
  test("is nothing while it is built, half while an experiment runs, then a twelfth of the year", () => {
    expect(path.ramp).toMatchObject({ buildMonths: 3, trialMonths: 2, trialPlanned: true, buildSaid: true });
    expect([1, 3, 4, 5, 6, 24].map((month) => at(path, month)?.gain.value)).toEqual([
      0, 0, 5_000, 5_000, 10_000, 10_000,
    ]);
  });
  test("pays for building while it lasts, and for running from then on", () => {
    expect([1, 3, 4, 24].map((month) => at(path, month)?.cost)).toEqual([10_000, 10_000, 2_000, 2_000]);
  });
  test("is paid back in the month that a pencil says", () => {
    // −30,000, then twice +3,000, then +8,000 a month: −24,000 after month 5, 0 after month 8.
    expect([3, 5, 8].map((month) => at(path, month)?.sofar.value)).toEqual([-30_000, -24_000, 0]);
    // At best +8,000 twice, then +18,000: −14,000 after month 5, +4,000 after month 6. At worst 0 a month: never.
    expect(path.paidBack).toEqual({ value: 8, high: 6, low: null });
    expect(wordPaidBack(path)).toBe(
      "It would have paid for itself by the end of month 8, building included. At best in month 6, at worst not within ten years.",
    );
  });
  test("moves all of its ends together", () => {
    expect(at(path, 24)?.sofar.low).toBeCloseTo(-30_000 - 2 * 1_000 + 19 * 0, 6);
    expect(at(path, 24)?.sofar.high).toBeCloseTo(-30_000 + 2 * 8_000 + 19 * 18_000, 6);
  });
});

describe("what nobody has said", () => {
  test("is assumed, and told as assumed", () => {
    const path = valuePath({ ...work, buildMonths: null, trialDays: insufficient("traffic-not-stated") });
    expect(path.ramp).toEqual({ buildMonths: 3, buildSaid: false, trialMonths: 3, trialPlanned: false });
    expect(wordRamp(path.ramp)).toContain("3 months (assumed");
    expect(wordRamp(valuePath(work).ramp)).not.toContain("assumed");
  });
  test("leaves open when it is paid back where no cost is known", () => {
    const path = valuePath({ ...work, costs: { build: null, perYear: null, from: "nobody" } });
    expect(path.paidBack).toEqual({ value: null, low: null, high: null });
    expect(wordPaidBack(path)).toContain("nobody has said what it costs");
  });
  test("is told where only one cost is known, or a budget stands in", () => {
    const half = valuePath({ ...work, costs: { build: null, perYear: 24_000, from: "said" } });
    expect(wordPaidBack(half)).toContain("What building costs is not in it");
    const budget = valuePath({ ...work, costs: { ...work.costs, from: "budget" } });
    expect(wordPaidBack(budget)).toContain("the whole budget (assumed)");
  });
});

test("an experiment that is out of reach is not waited for", () => {
  expect(valuePath({ ...work, trialDays: 20_000 }).ramp).toMatchObject({ trialMonths: 3, trialPlanned: false });
});

test("a year's span reaches from the worse end of what is assumed to the better one", () => {
  const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half, level: 0.95 });
  expect(yearSpan(estimate(10, 2), [estimate(3, 1), estimate(20, 4)])).toEqual({ value: 10, low: 2, high: 24 });
  expect(yearSpan(estimate(10, 2), [insufficient("zero-variance")])).toEqual({ value: 10, low: 8, high: 12 });
  expect(yearSpan(insufficient("too-few-rows"), [])).toBeNull();
});
