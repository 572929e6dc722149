import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Registry } from "./index.ts";
import { openShop, type Shop } from "./shop.conformance.ts";

let shop: Shop;
let registry: Registry;
beforeEach(async () => {
  shop = await openShop();
  registry = shop.registry;
});
afterEach(() => shop.remove());

const code = (name: string) => expect.objectContaining({ code: name });

describe("weights", () => {
  test("have a current version, a history, and numbers from 1", async () => {
    expect(await registry.currentWeights("shop")).toBeUndefined();
    const first = await registry.changeWeights("shop", 0, { values: { buy: 1 }, why: "start" });
    shop.clock.advance(10);
    const second = await registry.changeWeights("shop", 1, { values: { buy: 2 }, why: "buy more" });
    expect(second).toMatchObject({ version: 2, values: { buy: 2 }, by: "ada", at: 1_010, why: "buy more" });
    expect(await registry.currentWeights("shop")).toEqual(second);
    expect(await registry.weightsHistory("shop")).toEqual([first, second]);
    expect(await registry.findWeights("shop", first.id)).toEqual(first);
    await expect(registry.findWeights("bank", first.id)).rejects.toThrow(code("registry.weights-unknown"));
  });

  test("are changed only from the current version, and only to numbers", async () => {
    await registry.changeWeights("shop", 0, { values: { buy: 1 }, why: "start" });
    const stale = registry.changeWeights("shop", 0, { values: { buy: 3 }, why: "late" });
    await expect(stale).rejects.toThrow(
      'The weights of "shop" must be at version 0 for this change. It is at version 1.',
    );
    const broken = async () => registry.changeWeights("shop", 1, { values: { buy: Number.NaN }, why: "oops" });
    await expect(broken()).rejects.toThrow(code("registry.weights-invalid"));
    expect(await registry.weightsHistory("shop")).toHaveLength(1);
  });
});
