import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { type DecisionPrice, decisionPrice } from "./decision-price.ts";
import type { PricedDecision } from "./priced-decisions.ts";

const ARMS = [
  { arm: "prompt", delayMs: 0 },
  { arm: "late", delayMs: 100 },
  { arm: "later", delayMs: 200 },
];
/** Money that a millisecond costs each decision. */
const TRUE = 0.002;

/** Customers who come one to five times and bring a dollar each time, less the waiting, give or take one. */
function visits(seed: number, units: number): readonly PricedDecision[] {
  const draws = rng({ seed, purpose: "test.decision-price" });
  return Array.from({ length: units }, (_, unit) => {
    const { arm, delayMs } = ARMS[unit % ARMS.length]!;
    return Array.from({ length: 1 + draws.integer(5) }, (): PricedDecision => {
      const decision = { subject: `c${unit}`, at: 0, body: { arm, eligible: true } } as unknown as DecisionRecord;
      return { decision, money: 1 - TRUE * delayMs + draws.normal() };
    });
  }).flat();
}

describe("the price of a millisecond for one decision", () => {
  test("is what was planted, as often as its interval says", () => {
    const repeats = 400;
    let held = 0;
    for (let seed = 1; seed <= repeats; seed++) {
      const { perMs } = decisionPrice({ arms: ARMS, priced: visits(seed, 300) }) as DecisionPrice;
      if (perMs.low <= TRUE && TRUE <= perMs.high) held++;
    }
    // Four standard errors of 95 % in 400.
    expect(Math.abs(held / repeats - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repeats));
  });

  test("knows how far it was tried, and by how many", () => {
    expect(decisionPrice({ arms: ARMS, priced: visits(1, 300) })).toMatchObject({ upToMs: 200, units: 300 });
  });

  test("is the price of an entity where each comes once", () => {
    const once = visits(1, 300).filter(
      ({ decision }, i, all) => all.findIndex((other) => other.decision.subject === decision.subject) === i,
    );
    const { perMs } = decisionPrice({ arms: ARMS, priced: once }) as { perMs: Estimate };
    expect(perMs.high - perMs.value).toBeCloseTo(perMs.value - perMs.low, 12);
  });

  test("is not known from one delay", () => {
    const priced = visits(1, 30).filter(({ decision }) => decision.body.arm === "late");
    expect(decisionPrice({ arms: ARMS, priced })).toMatchObject({ reason: "too-few-delays" });
  });
});
