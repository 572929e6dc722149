import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Allocation, type Registry, registryOf, type TrafficPlan } from "./index.ts";
import { canary, champion, openShop, type Shop, stocked } from "./shop.conformance.ts";

let shop: Shop;
let registry: Registry;
beforeEach(async () => {
  shop = await openShop();
  registry = shop.registry;
});
afterEach(() => shop.remove());

const code = (name: string) => expect.objectContaining({ code: name });

describe("a traffic plan", () => {
  test("changes in versions that keep the salt, so that everyone stays where they are", async () => {
    const { rule, model } = await stocked(registry);
    expect(await registry.currentPlan("shop")).toBeUndefined();
    const first = await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    const allocations = [champion(rule, 0.9), canary(model, 0.1)];
    const second = await registry.changePlan("shop", 1, { allocations, why: "try the model" });
    const third = await registry.changePlan("shop", 2, { allocations, salt: "fresh", why: "shuffle" });
    expect([first, second, third].map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(second).toMatchObject({ salt: first.salt, allocations, by: "ada", at: 1_000, why: "try the model" });
    expect(third.salt).toBe("fresh");
    expect(await registry.currentPlan("shop")).toEqual(third);
    expect(await registry.planHistory("shop")).toEqual([first, second, third]);
  });

  test("is changed by one of many who try at once, and the others are told", async () => {
    const { rule } = await stocked(registry);
    const second = await shop.reopen();
    const elsewhere = registryOf({ state: second, clock: shop.clock, who: "bob" });
    const tries = Array.from({ length: 10 }, (_, i) =>
      (i % 2 ? registry : elsewhere).changePlan("shop", 0, { allocations: [champion(rule)], why: `try ${i}` }),
    );
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of settled)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "registry.version-stale" });
    expect(await registry.planHistory("shop")).toHaveLength(1);
    await second.close();
  });

  test("changed again and again by three at once, each reading first, loses no change", async () => {
    const { rule } = await stocked(registry);
    const add = async (): Promise<TrafficPlan> => {
      const version = (await registry.currentPlan("shop"))?.version ?? 0;
      return registry.changePlan("shop", version, { allocations: [champion(rule)], why: "again" }).catch(add);
    };
    const versions = (await Promise.all(Array.from({ length: 9 }, add))).map(({ version }) => version);
    expect(versions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("rolls back to the one before, as a new version; twice is an undo of the undo", async () => {
    const { rule, model } = await stocked(registry);
    const first = await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    const alone = registry.rollback("shop", { why: "panic" });
    await expect(alone).rejects.toThrow(code("registry.nothing-to-roll-back"));
    const second = await registry.changePlan("shop", 1, { allocations: [champion(model)], salt: "s", why: "ship" });
    const back = await registry.rollback("shop", { why: "it loses money", expectedVersion: 2 });
    expect(back).toMatchObject({ version: 3, restores: 1, salt: first.salt, allocations: first.allocations });
    const twice = registry.rollback("shop", { why: "it loses money", expectedVersion: 2 });
    await expect(twice).rejects.toThrow(code("registry.version-stale"));
    const forward = await registry.rollback("shop", { why: "it did not" });
    expect(forward).toMatchObject({ version: 4, restores: 2, salt: "s", allocations: second.allocations });
  });

  test.each<[string, (rule: string) => Allocation[]]>([
    ["no arms", () => []],
    ["a sum below one", (rule) => [champion(rule, 0.9)]],
    ["a sum above one", (rule) => [champion(rule, 0.9), canary(rule, 0.1 + 1e-8)]],
    ["a share of nothing", (rule) => [champion(rule), canary(rule, 0)]],
    ["a negative share", (rule) => [champion(rule, 1), canary(rule, -0.1), { ...canary(rule, 0.1), arm: "c" }]],
    ["a share that is no number", (rule) => [champion(rule, Number.NaN)]],
    ["two arms of one name", (rule) => [champion(rule, 0.5), champion(rule, 0.5)]],
    ["an arm without a name", (rule) => [{ ...champion(rule), arm: "" }]],
    ["an experiment without a name", (rule) => [{ ...champion(rule), purpose: "experiment" }]],
  ])("is refused with %s", async (_what, allocations) => {
    const { rule } = await stocked(registry);
    const change = registry.changePlan("shop", 0, { allocations: allocations(rule), why: "no" });
    await expect(change).rejects.toThrow(code("registry.plan-invalid"));
    expect(await registry.currentPlan("shop")).toBeUndefined();
  });

  test("takes shares that sum to one but for rounding", async () => {
    const { rule } = await stocked(registry);
    const allocations = Array.from({ length: 10 }, (_, i) => ({ ...champion(rule, 0.1), arm: `arm ${i}` }));
    expect((await registry.changePlan("shop", 0, { allocations, why: "ten" })).version).toBe(1);
  });

  test("names releases that exist and are the system's own", async () => {
    const { rule } = await stocked(registry);
    const unknown = registry.changePlan("shop", 0, { allocations: [champion("rel_0")], why: "no" });
    await expect(unknown).rejects.toThrow(code("registry.release-unknown"));
    const foreign = registry.changePlan("bank", 0, { allocations: [champion(rule)], why: "no" });
    await expect(foreign).rejects.toThrow(code("registry.plan-invalid"));
  });
});
