import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { numbers } from "../../src/data/index.ts";
import { breakEven, stakesOf } from "../../src/objective/index.ts";
import { storefront } from "../../src/sim/index.ts";
import type { ActRun } from "../../src/train/index.ts";
import { type Loop, openLoop } from "../loop.ts";
import { scoresOf, trialOf, trueGain } from "../true-money.ts";
import { simulateStorefront } from "./simulate.ts";
import system from "./system.mts";

let loop: Loop<typeof system, ActRun>;
beforeAll(async () => {
  loop = await openLoop<typeof system, ActRun>(system, simulateStorefront(60));
}, 60_000);
afterAll(() => loop?.close());

describe("promotions for those who would leave", () => {
  test("earn more than promotions for all coupon users, or for everybody, as whoever knows the truth counts it", () => {
    expect(loop.run.result.gate.verdict).toBe("pass");
    const trial = trialOf(system, storefront({ seed: 2, perDay: 500 }), 14);
    const scores = scoresOf(loop.run, trial);
    const coupons = numbers(trial.features, "coupons");
    const least = breakEven(stakesOf(system.objective));
    const uses = (n: number): boolean => (coupons[n] as number) >= 0.4;
    const ours = trueGain(trial, (n) => uses(n) && (scores[n] as number) > least);
    expect(ours).toBeGreaterThan(trueGain(trial, uses));
    expect(ours).toBeGreaterThan(0);
    expect(trueGain(trial, () => true)).toBeLessThan(0);
  });

  test("are answered over HTTP, and not where the shelf is nearly empty", async () => {
    const given = { visits_30d: 1, orders_365d: 1, coupon_share: 0.9, basket: 90, category: "shoes" } as const;
    const usual = { source: "ad", device: "phone", stock_left: 40, hour: 12, weekday: 3 } as const;
    const full = await loop.ask.decide({ entity: "s1", given: { ...usual, ...given } });
    expect(full.action).toBe("promote");
    const { id, action, reasons } = await loop.ask.decide({
      entity: "s1",
      given: { ...usual, ...given, stock_left: 2 },
    });
    expect([action, reasons]).toEqual(["full-price", expect.arrayContaining(["filter.nearly-sold-out"])]);
    expect(await loop.again(id)).toEqual({ same: true, differs: [] });
  });
});
