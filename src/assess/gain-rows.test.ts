import { describe, expect, test } from "vitest";
import { decideBy } from "./decision-table.ts";
import { type GainsInMoney, moneyRows } from "./gain-rows.ts";

const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half, level: 0.95 });
const worth = (change: Partial<GainsInMoney>): GainsInMoney => ({
  currency: "USD",
  overRule: estimate(1.5, 0.2),
  overConstant: estimate(4, 0.3),
  ruleOverConstant: estimate(2.5, 0.3),
  perYear: { overRule: estimate(150_000, 20_000) },
  breakEven: null,
  ...change,
});
const verdictOf = (change: Partial<GainsInMoney>) =>
  decideBy(moneyRows(worth(change), { all: 1_000, judged: 1_000, sampled: null }));

describe("a gain beside what it costs", () => {
  test("is no reason for ML where the cost is beyond its whole interval", () => {
    const { kind, reasons } = verdictOf({ breakEven: { costPerYear: 500_000 } });
    expect(kind).toBe("use-rule");
    expect(reasons[0]).toMatchObject({ code: "gain.below-cost", message: expect.stringContaining("cost $500,000.") });
    const without = { breakEven: { costPerYear: 500_000 }, ruleOverConstant: estimate(-1, 0.3) };
    expect(verdictOf(without).kind).toBe("dont");
  });

  test.each([
    [80_000, "it pays"],
    [150_000, "these rows do not tell whether it pays"],
  ])("of %d a year: %s", (costPerYear, words) => {
    const { kind, reasons } = verdictOf({ breakEven: { costPerYear } });
    expect(kind).toBe("use-ml");
    expect(reasons[0]!.message).toMatch(new RegExp(`${words}\\.$`));
  });

  test("is told alone while nobody has said how many decisions there are, or what it costs", () => {
    const alone = verdictOf({});
    expect(alone.reasons[0]!.message).not.toContain("year");
    expect(verdictOf({ perYear: null, breakEven: { costPerYear: 500_000 } })).toEqual(alone);
  });
});

describe("a rule that was found in the data", () => {
  const found = (over: number, half = 0.1) => ({
    found: { words: "`clicks` ≥ 1", over: estimate(over, half), overConstant: estimate(4, 0.3) },
  });

  test("that leaves a model nothing to gain is the answer", () => {
    const { kind, reasons } = verdictOf(found(-0.01));
    expect([kind, reasons[0]!.code]).toEqual(["use-rule", "rule.earns-as-much"]);
    expect(reasons[0]!.message).toContain("act when `clicks` ≥ 1");
  });
  test("that a model likely beats takes more rows to tell", () => {
    expect(verdictOf(found(0.08)).reasons[0]!.code).toBe("gain.unproven");
  });
  test("that a model surely beats is told beside the declared one", () => {
    const { kind, reasons } = verdictOf(found(1));
    expect(kind).toBe("use-ml");
    expect(reasons[0]!.message).toContain("over the best short rule in the data");
  });
  test("and earns more than the declared one is what a year's cost is held against", () => {
    const perYear = { overRule: estimate(150_000, 20_000), overFound: estimate(60_000, 20_000) };
    const { reasons } = verdictOf({ ...found(0.6), perYear, breakEven: { costPerYear: 100_000 } });
    expect(reasons[0]).toMatchObject({ code: "gain.below-cost", message: expect.stringContaining("best short rule") });
  });
});
