import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Registry, ReleaseDraft } from "./index.ts";
import { bytes, draft, openShop, type Shop, stocked } from "./shop.conformance.ts";

let shop: Shop;
let registry: Registry;
beforeEach(async () => {
  shop = await openShop();
  registry = shop.registry;
});
afterEach(() => shop.remove());

const code = (name: string) => expect.objectContaining({ code: name });

describe("a release", () => {
  test("with the same content is the same release", async () => {
    const { model, release } = await stocked(registry);
    const again = await registry.addRelease({ ...release, why: "another reason" });
    expect(again).toMatchObject({ known: true, record: { id: model, kind: "model" } });
    expect((await registry.addRelease({ ...release, policy: { threshold: 0.4 } })).known).toBe(false);
    expect(await registry.releases("shop")).toHaveLength(3);
    expect(await registry.findRelease(model)).toEqual(again.record);
    await expect(registry.findRelease("rel_0")).rejects.toThrow(code("registry.release-unknown"));
  });

  test("whose parts do not exist or do not fit is refused and leaves nothing", async () => {
    const { release } = await stocked(registry);
    const other = (await registry.saveModel({ ...draft, system: "bank" }, bytes)).record.id;
    const invalid: [ReleaseDraft, string][] = [
      [{ ...release, kind: "rule" }, "registry.release-invalid"],
      [{ ...release, models: {} }, "registry.release-invalid"],
      [{ ...release, models: { stay: release.models.buy! } }, "registry.release-invalid"],
      [{ ...release, models: { buy: other } }, "registry.release-invalid"],
      [{ ...release, models: { buy: "mdl_0" } }, "registry.model-unknown"],
      [{ ...release, weights: "wts_0" }, "registry.weights-unknown"],
    ];
    for (const [given, expected] of invalid) await expect(registry.addRelease(given)).rejects.toThrow(code(expected));
    expect(await registry.releases("shop")).toHaveLength(2);
  });
});
