import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Registry, registryOf } from "./index.ts";
import { bytes, champion, openShop, type Shop, stocked } from "./shop.conformance.ts";

let shop: Shop;
let registry: Registry;
beforeEach(async () => {
  shop = await openShop();
  registry = shop.registry;
});
afterEach(() => shop.remove());

describe("the history", () => {
  test("tells what changed, when, why and by whom, in order", async () => {
    const { rule, model } = await stocked(registry);
    await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    shop.clock.advance(60_000);
    const bob = shop.as("bob");
    await bob.changePlan("shop", 1, { allocations: [champion(model)], why: "ship" });
    await bob.note("shop", { what: "alert.raised", subject: "latency", why: "p99 above 20 ms" });
    await bob.rollback("shop", { why: "too slow" });
    const told = (await registry.history("shop")).map(({ number, what, why, by, at }) => [number, what, why, by, at]);
    expect(told).toEqual([
      [1, "weights.changed", "start", "ada", 1_000],
      [2, "model.registered", "first model", "ada", 1_000],
      [3, "release.added", "try", "ada", 1_000],
      [4, "release.added", "try", "ada", 1_000],
      [5, "plan.changed", "begin", "ada", 1_000],
      [6, "plan.changed", "ship", "bob", 61_000],
      [7, "alert.raised", "p99 above 20 ms", "bob", 61_000],
      [8, "plan.rolled-back", "too slow", "bob", 61_000],
    ]);
    expect(await registry.systems()).toEqual(["shop"]);
    expect(await registry.history("bank")).toEqual([]);
  });

  test("is there, with everything else, after closing and opening again", async () => {
    const { rule } = await stocked(registry);
    const plan = await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    const before = await registry.history("shop");
    await shop.state.close();
    const state = await shop.reopen();
    const again = registryOf({ state, clock: shop.clock, who: "ada" });
    expect(await again.history("shop")).toEqual(before);
    expect(await again.currentPlan("shop")).toEqual(plan);
    expect((await again.loadModel((await again.models("shop"))[0]!.id)).bytes).toEqual(bytes);
    await state.close();
  });

  test("does not mention a change that was refused", async () => {
    const { rule } = await stocked(registry);
    const before = await registry.history("shop");
    await registry.changePlan("shop", 5, { allocations: [champion(rule)], why: "no" }).catch(() => undefined);
    expect(await registry.history("shop")).toEqual(before);
  });
});
