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

describe("snapshots and runs", () => {
  const snapshot = {
    id: "snp_1",
    system: "shop",
    rows: 90,
    quarantined: 10,
    source: "a.csv",
    blob: "snapshots/1",
    why: "",
  };

  test("a snapshot is kept once per system", async () => {
    const first = await registry.addSnapshot(snapshot);
    shop.clock.advance(1);
    expect(await registry.addSnapshot(snapshot)).toEqual({ record: first.record, known: true });
    expect(await registry.findSnapshot("shop", "snp_1")).toMatchObject({ rows: 90, quarantined: 10, createdAt: 1_000 });
    await expect(registry.findSnapshot("bank", "snp_1")).rejects.toThrow(code("registry.snapshot-unknown"));
    expect(await registry.snapshots("shop")).toHaveLength(1);
  });

  test("a run starts and ends once", async () => {
    const start = { system: "shop", snapshot: "snp_1", seed: 7, why: "drift" };
    const run = await registry.startRun(start);
    expect(run).toMatchObject({ id: "run_shop_1", status: "running", startedAt: 1_000, endedAt: null });
    shop.clock.advance(500);
    const end = { status: "failed", models: [], facts: { error: "one class" } } as const;
    expect(await registry.endRun(run, end)).toMatchObject({ status: "failed", endedAt: 1_500, seed: 7 });
    await expect(registry.endRun(run, end)).rejects.toThrow(code("registry.run-over"));
    await expect(registry.endRun({ ...run, number: 9 }, end)).rejects.toThrow(code("registry.run-unknown"));
    await Promise.all([registry.startRun(start), registry.startRun(start)]);
    expect((await registry.runs("shop")).map(({ id }) => id)).toEqual(["run_shop_1", "run_shop_2", "run_shop_3"]);
  });
});
