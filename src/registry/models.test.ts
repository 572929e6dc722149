import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashBytes } from "../kernel/index.ts";
import type { Registry } from "./index.ts";
import { bytes, draft, openShop, type Shop } from "./shop.conformance.ts";

let shop: Shop;
let registry: Registry;
beforeEach(async () => {
  shop = await openShop();
  registry = shop.registry;
});
afterEach(() => shop.remove());

const code = (name: string) => expect.objectContaining({ code: name });

describe("a model", () => {
  test("registered twice is the first one, and the answer says so", async () => {
    const first = await registry.saveModel(draft, bytes);
    shop.clock.advance(5_000);
    const again = await shop.as("bob").saveModel({ ...draft, metrics: { auc: 0.9 } }, bytes);
    expect(first.known).toBe(false);
    expect(again).toEqual({ record: first.record, known: true });
    expect(first.record).toMatchObject({ createdAt: 1_000, by: "ada", bytes: 9, hash: hashBytes(bytes) });
    expect(await registry.models("shop")).toEqual([first.record]);
    expect(await registry.history("shop")).toHaveLength(1);
  });

  test("registered eight times at once is registered once", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => registry.saveModel(draft, bytes)));
    expect(answers.filter(({ known }) => !known)).toHaveLength(1);
    expect(new Set(answers.map(({ record }) => record.id)).size).toBe(1);
  });

  test("has an id from its bytes and lineage, not from time, person or place", async () => {
    // The canonical text of what counts, written out by hand.
    const { record } = await registry.saveModel(draft, bytes);
    const text = `{"bytes":"${hashBytes(bytes)}","head":"buy","lineage":{"code":{"contract":"c1","features":"f1","version":"0.1.0"},"learner":"logistic","params":{"l2":1},"parents":[],"seed":7,"snapshot":"snp_1","split":{"kind":"by-time","test":0.2}},"system":"shop"}`;
    expect(record.id).toBe(`mdl_${hashBytes(text).slice(0, 16)}`);
    const others = [
      registry.saveModel(draft, new TextEncoder().encode("another")),
      registry.saveModel({ ...draft, head: "stay" }, bytes),
      registry.saveModel({ ...draft, system: "bank" }, bytes),
      registry.saveModel({ ...draft, lineage: { ...draft.lineage, seed: 8 } }, bytes),
    ];
    const ids = (await Promise.all(others)).map((other) => other.record.id);
    expect(new Set([record.id, ...ids]).size).toBe(5);
  });

  test("is loaded with the bytes that were saved", async () => {
    const { record } = await registry.saveModel(draft, bytes);
    expect(await registry.loadModel(record.id)).toEqual({ version: record, bytes });
  });

  test("whose bytes changed or vanished is called damaged, and saving it again heals it", async () => {
    const { record } = await registry.saveModel(draft, bytes);
    await shop.state.blobs.put(record.blob, new TextEncoder().encode("the Model"));
    await expect(registry.loadModel(record.id)).rejects.toThrow(code("registry.model-corrupt"));
    await shop.state.blobs.delete(record.blob);
    await expect(registry.loadModel(record.id)).rejects.toThrow(code("registry.model-corrupt"));
    await registry.saveModel(draft, bytes);
    expect((await registry.loadModel(record.id)).bytes).toEqual(bytes);
  });

  test("that is not there is named with those that are", async () => {
    await expect(registry.findModel("mdl_0")).rejects.toThrow('no model "mdl_0". It has none.');
    const ids: string[] = [];
    for (let seed = 0; seed < 7; seed++)
      ids.push((await registry.saveModel({ ...draft, lineage: { ...draft.lineage, seed } }, bytes)).record.id);
    const newest = ids.slice(2).reverse().join(", ");
    await expect(registry.findModel("mdl_0")).rejects.toThrow(`It has ${newest} and 2 older.`);
    await expect(registry.loadModel("mdl_0")).rejects.toThrow(code("registry.model-unknown"));
  });

  test("is listed under its system and head", async () => {
    const { record } = await registry.saveModel({ ...draft, head: "stay" }, bytes);
    await registry.saveModel(draft, bytes);
    expect(await registry.models("shop", "stay")).toEqual([record]);
    expect(await registry.models("bank")).toEqual([]);
  });
});
