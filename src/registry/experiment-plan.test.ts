import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Comparison, experimentPlan, experimentSalt, planWithout, restOf } from "./experiment-plan.ts";
import type { ExperimentTerms } from "./experiment-terms.ts";
import { champion, openShop, type Shop, stocked } from "./shop.conformance.ts";

const terms = (name: string, from: number, to: number): ExperimentTerms => ({
  ...{
    name,
    design: "ab",
    namespace: "shop",
    salt: experimentSalt("shop", name),
    control: `${name}/control`,
    from,
    to,
  },
});
const comparison = (name: string, from: number, to: number): Comparison => ({
  terms: terms(name, from, to),
  arms: [
    { arm: `${name}/control`, release: "rel_a", share: 0.5 },
    { arm: `${name}/treatment`, release: "rel_b", share: 0.5 },
  ],
});
const rest = champion("rel_a");
const sharesOf = (plan: { allocations: readonly { arm: string; share: number }[] }) =>
  plan.allocations.map(({ arm, share }) => [arm, Number(share.toFixed(12))]);

describe("an experiment in the plan", () => {
  test("splits what the holdback leaves, and keeps the holdback out of it", () => {
    const plan = experimentPlan({ holdback: 0.1 }, undefined, { comparison: comparison("calls", 0, 1), rest });
    expect(sharesOf(plan)).toEqual([
      ["calls/control", 0.45],
      ["calls/treatment", 0.45],
      ["holdback", 0.1],
    ]);
  });

  test("takes its part alone, beside those that run; what ends gives its part back", () => {
    const one = experimentPlan({ holdback: 0 }, undefined, { comparison: comparison("one", 0, 0.2), rest });
    const both = experimentPlan({ holdback: 0 }, one, { comparison: comparison("two", 0.2, 0.6), rest });
    expect(sharesOf(both)).toEqual([
      ["champion", 0.4],
      ["one/control", 0.1],
      ["one/treatment", 0.1],
      ["two/control", 0.2],
      ["two/treatment", 0.2],
    ]);
    expect(restOf(both)).toMatchObject({ arm: "champion", release: "rel_a" });
    const ended = planWithout({ holdback: 0 }, both, { name: "one", rest: champion("rel_b") });
    expect(sharesOf(ended)).toEqual([
      ["champion", 0.6],
      ["two/control", 0.2],
      ["two/treatment", 0.2],
    ]);
    expect(ended.experiments.map(({ name }) => name)).toEqual(["two"]);
  });

  test("has a salt of its own", () => {
    expect(experimentSalt("shop", "one")).not.toBe(experimentSalt("shop", "two"));
    expect(experimentSalt("shop", "one")).toBe(experimentSalt("shop", "one"));
  });
});

describe("in the registry", () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.remove());
  const code = (name: string) => expect.objectContaining({ code: name });

  async function planned(from: number, to: number) {
    const { rule, model } = await stocked(shop.registry);
    const arms = [
      { arm: "calls/control", release: rule, share: 0.5 },
      { arm: "calls/treatment", release: model, share: 0.5 },
    ];
    const asked = { comparison: { terms: terms("calls", from, to), arms }, rest: champion(rule) };
    return { rule, change: experimentPlan({ holdback: 0 }, undefined, asked) };
  }

  test("is kept with the plan, in its id, and comes back with a rollback", async () => {
    const { rule, change } = await planned(0, 0.5);
    const { registry } = shop;
    await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    const started = await registry.changePlan("shop", 1, { ...change, why: "ask" });
    expect(started.experiments).toEqual(change.experiments);
    const { experiments: _none, ...plain } = change;
    const ended = await registry.changePlan("shop", 2, { ...plain, why: "end" });
    expect(ended.id).not.toBe(started.id);
    expect((await registry.rollback("shop", { why: "go on" })).experiments).toEqual(change.experiments);
  });

  test("must hold a part of its namespace that no other system's experiment holds", async () => {
    const { change } = await planned(0, 0.5);
    const { state, registry } = shop;
    await state.records.transaction(async (store) => {
      const claim = { system: "search", experiment: "other", from: 0.4, to: 0.6 };
      await store.collection("namespaces").insert("shop", [claim]);
    });
    await expect(registry.changePlan("shop", 0, { ...change, why: "ask" })).rejects.toThrow(
      code("registry.namespace-taken"),
    );
    const { change: beside } = { change: { ...change, experiments: [terms("calls", 0.6, 1)] } };
    await registry.changePlan("shop", 0, { ...beside, why: "ask" });
    const claims = await state.records.collection<readonly object[]>("namespaces").get("shop");
    expect(claims?.value).toHaveLength(2);
  });

  test.each([
    ["two on the same part", [terms("calls", 0, 0.5), { ...terms("calls", 0.4, 0.9), name: "again" }]],
    ["two namespaces", [terms("calls", 0, 0.5), { ...terms("calls", 0.5, 1), namespace: "search" }]],
    ["no such control", [{ ...terms("calls", 0, 1), control: "champoin" }]],
    ["nobody's part", [terms("calls", 0.5, 0.5)]],
    ["an empty salt", [{ ...terms("calls", 0, 1), salt: "" }]],
    [
      "blocks shorter than their burn-in",
      [{ ...terms("calls", 0, 1), switchback: { from: 0, blockMs: 5, burnInMs: 5 } }],
    ],
    ["steps that shrink", [{ ...terms("calls", 0, 1), stepped: { from: 0, everyMs: 5, steps: [0.5, 0.4] } }]],
  ])("is refused with %s", async (_what, experiments) => {
    const { change } = await planned(0, 1);
    await expect(shop.registry.changePlan("shop", 0, { ...change, experiments, why: "x" })).rejects.toThrow(
      code("registry.plan-invalid"),
    );
  });
});
