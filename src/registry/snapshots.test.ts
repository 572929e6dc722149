import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Registry } from "./index.ts";
import { draft, openShop, type Shop } from "./shop.conformance.ts";

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

describe("tags and retention", () => {
  const one = (n: number) => ({
    ...{ id: `${n}`, system: "shop", rows: n, quarantined: 0, source: "a.csv", blob: `snapshots/${n}`, why: "" },
  });

  test("a tag names one snapshot of a system, and moves", async () => {
    for (const n of [1, 2]) await registry.addSnapshot(one(n));
    await registry.tagSnapshot({ system: "shop", id: "1", tag: "golden", why: "reviewed" });
    expect((await registry.tagSnapshot({ system: "shop", id: "2", tag: "golden", why: "better" })).tags).toEqual([
      "golden",
    ]);
    expect((await registry.snapshots("shop")).map(({ tags }) => tags)).toEqual([[], ["golden"]]);
    await expect(registry.tagSnapshot({ system: "shop", id: "1", tag: "abc", why: "" })).rejects.toThrow(
      code("registry.tag-invalid"),
    );
    await expect(registry.tagSnapshot({ system: "shop", id: "9", tag: "x", why: "" })).rejects.toThrow(
      code("registry.snapshot-unknown"),
    );
    await registry.untagSnapshot({ system: "shop", tag: "golden", why: "" });
    await expect(registry.untagSnapshot({ system: "shop", tag: "golden", why: "" })).rejects.toThrow(
      code("registry.tag-unknown"),
    );
    expect((await registry.history("shop")).map(({ what }) => what)).toEqual([
      ...["snapshot.added", "snapshot.added", "snapshot.tagged", "snapshot.tagged", "snapshot.untagged"],
    ]);
  });

  test("clearing keeps what is tagged, learned from, running or new, and says why; a dry run changes nothing", async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) await registry.addSnapshot(one(n));
    await registry.saveModel({ ...draft, lineage: { ...draft.lineage, snapshot: "2" } }, new Uint8Array([1]));
    await registry.tagSnapshot({ system: "shop", id: "3", tag: "golden", why: "" });
    await registry.startRun({ system: "shop", snapshot: "4", seed: 1, why: "" });
    const dry = await registry.retainSnapshots("shop", { keep: 1, dryRun: true, why: "" });
    expect(dry.dropped.map(({ id }) => id)).toEqual(["1", "5"]);
    expect(dry.kept.map(({ because }) => because.replace(/mdl_\w+/, "mdl"))).toEqual([
      ...["used by mdl", "tagged golden", "used by run_shop_1, which runs", "the newest"],
    ]);
    expect((await registry.snapshots("shop")).some(({ dropped }) => dropped !== undefined)).toBe(false);
    await registry.retainSnapshots("shop", { keep: 1, dryRun: false, why: "space" });
    const after = await registry.snapshots("shop");
    expect(after.filter(({ dropped }) => dropped !== undefined).map(({ id }) => id)).toEqual(["1", "5"]);
    expect((await registry.retainSnapshots("shop", { keep: 1, dryRun: true, why: "" })).dropped).toEqual([]);
    await registry.addSnapshot(one(1));
    expect((await registry.findSnapshot("shop", "1")).dropped).toBeUndefined();
  });
});
