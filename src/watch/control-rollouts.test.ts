import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RAMP_LIMITS, type Ramp, type Registry, rampPlan, registryOf, type TrafficPlan } from "../registry/index.ts";
import { champion, openShop, type Shop, stocked } from "../registry/shop.conformance.ts";
import { armOf } from "./arms.conformance.ts";
import { rolloutStep, takeStep } from "./control-rollouts.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const system = { name: "shop", holdback: 0, objective: { guardrails: [] } };

let shop: Shop;
let ramp: Ramp;
beforeEach(async () => {
  shop = await openShop();
  const { rule, model } = await stocked(shop.registry);
  ramp = {
    ...{ steps: [0.1, 0.5, 1], step: 0, dwellMs: MINUTE, decisions: 100, limits: RAMP_LIMITS },
    ...{ champion: rule, canary: model, becomes: "champion", from: 1 },
  };
  await shop.registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
});
afterEach(() => shop.remove());

const canaryBegun = (by: Registry) =>
  by.changePlan("shop", 1, { allocations: rampPlan(system, ramp), ramp, why: "try" });
const watchedOf = ({ version }: TrafficPlan, n: number, traits = {}) => ({
  ...{ system: "shop", epoch: version, shadows: {} },
  arms: { champion: armOf({ n: 2_000 }, 2), canary: armOf({ n, ...traits }) },
});

describe("a canary whose clock was ahead and is set back", () => {
  test("begins its step anew, goes on in its own time, and can be taken back as before", async () => {
    let now = 400 * DAY;
    const registry = registryOf({ state: shop.state, clock: { now: () => now }, who: "alidade" });
    const plan = await canaryBegun(registry);
    now = 10 * DAY;
    const step = rolloutStep(system, plan, { watched: watchedOf(plan, 200), now })!;
    expect(step).toMatchObject({ kind: "restart", step: 0, why: expect.stringMatching(/^this step began on a clock/) });
    const anew = (await takeStep(system, { plan, step }, registry))!;
    expect(anew).toMatchObject({ at: now, allocations: plan.allocations, ramp: plan.ramp, why: step.why });
    const later = (ms: number) =>
      rolloutStep(system, anew, { watched: watchedOf(anew, 200), now: now + ms }) ?? { kind: "none" };
    expect(later(MINUTE - 1)).toMatchObject({ kind: "stay" });
    expect(later(MINUTE)).toMatchObject({ kind: "advance", step: 1 });
    expect((await registry.rollback("shop", { why: "no" })).allocations).toMatchObject([{ release: ramp.champion }]);
  });

  test("is taken back at the first sign of trouble all the same", async () => {
    shop.clock.advance(400 * DAY);
    const plan = await canaryBegun(shop.registry);
    const watched = watchedOf(plan, 100, { errors: 0.5 });
    expect(rolloutStep(system, plan, { watched, now: DAY })).toMatchObject({ kind: "roll-back" });
  });

  test("by no more than machines differ has lasted for no time, and stays", async () => {
    shop.clock.advance(DAY);
    const plan = await canaryBegun(shop.registry);
    const step = rolloutStep(system, plan, { watched: watchedOf(plan, 200), now: plan.at - MINUTE });
    expect(step).toEqual({ kind: "stay", why: "it has lasted for 0 s of 60 s at this step" });
  });
});
