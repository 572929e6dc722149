import { afterEach, beforeEach, expect, test } from "vitest";
import type { StoredComparison } from "../../experiment/index.ts";
import { openShop, type Shop } from "../../registry/shop.conformance.ts";
import { gatherStory } from "./gather.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.remove());

const comparison: StoredComparison = {
  ...({ v: 1, id: "shop/calls/treatment", revision: 1, by: "ada", at: 9 } as const),
  ...({ system: "shop", experiment: "calls", arm: "treatment", design: "ab", basis: "randomised" } as const),
  ...{
    releases: { control: "rel_a", treatment: "rel_b" },
    from: 1,
    until: 8,
    units: 100,
    currency: "EUR",
    offline: {},
  },
  online: { moneyPerDecision: { value: 0.5, standardError: 0.1 } },
  ...({ verdict: "ship", invalid: [], decision: "shipped", why: "it pays" } as const),
};

test("a randomised comparison whose interval lies above zero is a proof; another is none", async () => {
  const lift = (value: number) => ({ moneyPerDecision: { value, standardError: 0.1 } });
  const all: readonly StoredComparison[] = [
    comparison,
    { ...comparison, online: lift(0.19) },
    { ...comparison, basis: "observational" },
    { ...comparison, invalid: ["sample ratio"] },
    { ...comparison, system: "bank" },
    { ...comparison, online: {} },
  ];
  // 0.5 ± 1.96 · 0.1 per decision.
  expect((await gatherStory(shop.registry, all, "shop")).proofs).toEqual([
    { at: 8, by: "ada", words: "`calls` showed +500 (+304 to +696) EUR per 1,000 decisions for treatment" },
  ]);
});
