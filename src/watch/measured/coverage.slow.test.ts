import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { effectiveCatalogueSize, incrementalRevenue, type Measured, throughput } from "../../objective/index.ts";
import { DAY, decided, measured, START, shopSystem, simulatedShop } from "./shop.conformance.ts";

/** How many of so many intervals must hold the truth: 0.95 of them, four standard errors of that share around it. */
function expectCoverage(held: number, runs: number, level = 0.95): void {
  const error = Math.sqrt((level * (1 - level)) / runs);
  expect(held / runs).toBeGreaterThan(level - 4 * error);
  expect(held / runs).toBeLessThan(Math.min(1, level + 4 * error) + 1e-12);
}

describe("intervals hold the truth as often as they say", () => {
  const RUNS = 100;
  const coverage = async (metric: Measured, truth: number, shop: { readonly holdback?: number } = {}) => {
    let held = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const entries = simulatedShop({ seed, customers: 150, days: 6, ...shop });
      const found = await measured(metric, { entries, now: 20, days: 30 });
      if (!isInsufficient(found) && found.low <= truth && truth <= found.high) held++;
    }
    expectCoverage(held, RUNS);
  };
  /** Days on which a customer comes: 0.2 · 0.9 + 0.8 · 0.2. */
  const OFTEN = 0.34;

  test("clicks by decision, where customers differ and come again", async () => {
    const each = {
      measure: { measure: "share", of: { quantity: "outcome", outcome: "bought" }, per: "decision" },
      direction: "increase",
    } as const;
    await coverage(each, 0.1);
  });

  test("money by customer", async () => {
    // A customer who never came is none: the mean is over those who came at all.
    const came = 0.2 * (1 - 0.1 ** 6) + 0.8 * (1 - 0.8 ** 6);
    const money = {
      measure: { measure: "mean", of: { quantity: "money" }, per: "unit" },
      direction: "increase",
    } as const;
    // An offer costs 1 and brings 10 in one of ten: nothing on average.
    await coverage(money, (OFTEN * 6 * (10 * 0.1 - 1)) / came);
  });

  test("the total of decisions", async () => {
    // 150 customers in six days; the span is all whole days up to the last before now.
    let held = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const count = 150 + Math.round(Math.sqrt(150) * rng({ seed, purpose: "test.poisson" }).normal());
      const entries = simulatedShop({ seed, customers: count, days: 6 });
      const found = await measured(throughput("day"), { entries, now: 6, days: 30 });
      const first = Math.min(...entries.map(({ at }) => at));
      const truth = (150 * OFTEN * 6 * DAY) / (START + 6 * DAY - first);
      if (!isInsufficient(found) && found.low <= truth && truth <= found.high) held++;
    }
    expectCoverage(held, RUNS);
  });

  test("what acting has added", async () => {
    let held = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const entries = simulatedShop({ seed, customers: 300, days: 6, holdback: 0.4 });
      const { objective } = shopSystem();
      const payoff = { offer: { yes: 20, no: 0 }, wait: { yes: 0, no: 0 } };
      const system = shopSystem({ objective: { ...objective, payoff } as never });
      const of = { ...incrementalRevenue(), measure: { ...incrementalRevenue().measure, per: "day" } } as Measured;
      const found = await measured(of, { entries, now: 8, days: 30, system });
      const served = new Set(
        entries.flatMap(({ kind, subject, body }) =>
          kind === "decision" && (body as { purpose: string }).purpose === "champion" ? [subject] : [],
        ),
      );
      const first = Math.min(...entries.map(({ at }) => at));
      const came = 0.2 * (1 - 0.1 ** 6) + 0.8 * (1 - 0.8 ** 6);
      // Served customers earn 20 · 0.1 − 1 an offer, those held back nothing; so many were served.
      const truth = (served.size * ((OFTEN * 6 * (20 * 0.1 - 1)) / came) * DAY) / (START + 6 * DAY - first);
      if (!isInsufficient(found) && found.low <= truth && truth <= found.high) held++;
    }
    expectCoverage(held, RUNS);
  });

  test.each([
    ["even shares", Array.from({ length: 12 }, () => 1 / 12)],
    ["shares that fall", Array.from({ length: 12 }, (_, i) => (12 - i) / 78)],
    ["shares of which many are small", Array.from({ length: 40 }, (_, i) => 1 / (i + 1) / 4.278543038936376)],
  ])("the effective catalogue size of %s", async (_, shares) => {
    const truth = 2 * shares.reduce((sum, p, i) => sum + (i + 1) * p, 0) - 1;
    let held = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const draws = rng({ seed, purpose: "test.catalogue" });
      const entries = Array.from({ length: 600 }, (_, i) => {
        let [left, item] = [draws.uniform(), 0];
        while (item < shares.length - 1 && left >= (shares[item] as number)) left -= shares[item++] as number;
        return decided(`${i}`, START + i, { answer: `item ${item}`, action: "offer" });
      });
      const found = await measured(effectiveCatalogueSize(), { entries, now: 2 });
      if (!isInsufficient(found) && found.low <= truth && truth <= found.high) held++;
    }
    // It promises no more than that: it reaches from what is too small to what is too large.
    expect(held / RUNS).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / RUNS));
  });
});
