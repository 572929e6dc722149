import { describe, expect, test } from "vitest";
import {
  adversaryDrift,
  type Business,
  type BusinessTruth,
  type CasePolicy,
  conceptSudden,
  type PaymentTruth,
  payments,
} from "../index.ts";

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 5);
const options = { seed: 21, perDay: 3_000 };

/** What fraud looked like in the beginning: large, or hasty, from new accounts. */
const rule: CasePolicy = (g) =>
  Number(g.account_days) < 250 && (Number(g.amount) > 90 || Number(g.attempts_1h) > 3) ? "block" : "allow";

interface Fraud {
  readonly day: number;
  readonly truth: PaymentTruth;
  readonly passed: number;
}

/** All attacks of a time in which that policy decides. */
function attacksUnder(business: Business<PaymentTruth>, policy: CasePolicy, days: number): readonly Fraud[] {
  const { cases, tell } = business.play({ from: start, to: start + days * DAY });
  const attacks: Fraud[] = [];
  for (const one of cases) {
    const action = policy(one.given, 0);
    tell(one, action);
    const { truth, at } = one;
    if (truth.lot < truth.probability)
      attacks.push({ day: (at - start) / DAY, truth, passed: Number(action === "allow") });
  }
  return attacks;
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const passing = (attacks: readonly Fraud[], from: number, to: number): number =>
  average(attacks.filter(({ day }) => day >= from && day < to).map(({ passed }) => passed));

describe("those who attack payments", () => {
  const attacks = attacksUnder(payments(options), rule, 35);

  test("learn what passes: more of their attacks go through week after week", () => {
    const [first, last] = [passing(attacks, 0, 7), passing(attacks, 28, 35)];
    // About 300 attacks a week: a share is off by 0.028; four standard errors of a difference are 0.16.
    expect(first).toBeLessThan(0.6);
    expect(last).toBeGreaterThan(first + 0.16);
  });

  test("move in what is looked at, and not in what is not: away from new accounts, as far away as before", () => {
    const byAge = attacksUnder(payments(options), (g) => (Number(g.account_days) < 120 ? "block" : "allow"), 28);
    const of = (name: "age" | "distance", from: number, to: number) =>
      byAge.filter(({ day }) => day >= from && day < to).map(({ truth }) => truth[name]);
    // Traits have a standard deviation of about 1, of about 300 attacks a week: four standard errors of a difference are 0.33.
    expect(average(of("age", 21, 28))).toBeGreaterThan(average(of("age", 0, 7)) + 0.33);
    expect(Math.abs(average(of("distance", 21, 28)) - average(of("distance", 0, 7)))).toBeLessThan(0.33);
  });

  test("have nothing to learn where everything passes, or chance decides", () => {
    const open = attacksUnder(payments(options), () => "allow", 28);
    const ages = (from: number, to: number) =>
      open.filter(({ day }) => day >= from && day < to).map(({ truth }) => truth.age);
    const [early, late] = [ages(0, 14), ages(14, 28)];
    // Ages have a standard deviation of about 1: four standard errors of a difference of two means.
    expect(Math.abs(average(early) - average(late))).toBeLessThan(
      4 * Math.sqrt(1.2 / early.length + 1.2 / late.length),
    );
  });

  test("stay where they are when they cannot learn, and are faster when they learn faster", () => {
    const still = attacksUnder(payments({ ...options, drifts: [adversaryDrift({ from: start, by: 0 })] }), rule, 28);
    const fast = attacksUnder(payments({ ...options, drifts: [adversaryDrift({ from: start, by: 4 })] }), rule, 14);
    expect(Math.abs(passing(still, 0, 14) - passing(still, 14, 28))).toBeLessThan(4 * Math.sqrt(0.5 / 600));
    expect(passing(fast, 7, 14)).toBeGreaterThan(passing(attacks, 7, 14));
  });

  test("make a rule that earned in the short run earn less in the long run", () => {
    const truth = (run: "short" | "long") =>
      payments({ ...options, perDay: 200, drifts: [adversaryDrift({ from: start, by: 3 })] }).truth({
        ...{ policy: rule, against: () => "allow", estimand: "money-per-decision", horizonDays: 21, run, worlds: 8 },
      } as const) as BusinessTruth;
    const [short, long] = [truth("short"), truth("long")];
    expect(short.value).toBeGreaterThan(4 * short.standardError);
    expect(long.value).toBeLessThan(short.value);
  });
});

describe("payments", () => {
  const business = payments(options);
  const month = [...business.traffic({ from: start, to: start + 28 * DAY })];

  test("are fraud as often as their probability says, at every level", () => {
    for (const [low, high] of [
      [0, 0.01],
      [0.01, 0.05],
      [0.05, 0.3],
      [0.3, 1],
    ] as const) {
      const band = month.filter(({ truth: { probability: p } }) => p >= low && p < high);
      const expected = band.reduce((sum, { truth }) => sum + truth.probability, 0);
      const variance = band.reduce((sum, { truth: { probability: p } }) => sum + p * (1 - p), 0);
      const frauds = band.filter(({ truth }) => truth.lot < truth.probability).length;
      expect(Math.abs(frauds - expected)).toBeLessThan(4 * Math.sqrt(variance));
    }
  });

  test("are at stake by their amount, and of a blocked one nothing is ever heard", () => {
    const one = month.find(({ truth }) => truth.lot < truth.probability)!;
    const lost = business.outcome(one, "allow").find(({ outcome }) => outcome === "lost");
    expect(lost?.value).toBe(one.truth.amount + 15);
    expect(business.money(one, "allow")).toBe(-one.truth.amount - 15);
    expect(business.outcome(one, "block")).toEqual([]);
    expect(lost!.at - one.at).toBeGreaterThanOrEqual(3 * DAY);
  });

  test("are attacked in another way under another relation", () => {
    const other = business.with(conceptSudden({ from: start }));
    const frauds = (cases: typeof month) => cases.filter(({ truth }) => truth.lot < truth.probability);
    const after = frauds([...other.traffic({ from: start, to: start + 28 * DAY })]);
    expect(average(after.map(({ truth }) => truth.age))).toBeGreaterThan(0.5);
    expect(average(frauds(month).map(({ truth }) => truth.age))).toBeLessThan(-0.5);
  });
});
