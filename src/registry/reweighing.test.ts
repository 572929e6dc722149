import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Allocation,
  RAMP_LIMITS,
  type Ramp,
  type Registry,
  type ReleaseDraft,
  rampPlan,
  type TrafficPlan,
} from "./index.ts";
import { canary, champion, draft, openShop, type Shop, stocked } from "./shop.conformance.ts";

let shop: Shop;
let registry: Registry;
let rule: string;
let model: string;
beforeEach(async () => {
  shop = await openShop();
  registry = shop.registry;
  ({ rule, model } = await stocked(registry));
});
afterEach(() => shop.remove());

const system = { name: "shop", weights: { buy: { start: 1, min: 0, max: 2 } } };
const code = (name: string) => expect.objectContaining({ code: name });

async function released(): Promise<TrafficPlan> {
  await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
  return registry.changePlan("shop", 1, { allocations: [champion(model, 0.9), canary(rule, 0.1)], why: "ship" });
}

describe("other weights", () => {
  test("are served with the same models by a plan of their own, in one step of the history", async () => {
    const before = await released();
    const { weights, plan } = await registry.reweigh(system, { values: { buy: 0.5 }, why: "less" });
    expect(weights).toMatchObject({ version: 2, values: { buy: 0.5 }, by: "ada", why: "less" });
    expect(plan).toMatchObject({ version: 3, salt: before.salt, why: "less" });
    const [first] = plan!.allocations;
    const [was, is] = await Promise.all([registry.findRelease(model), registry.findRelease(first!.release)]);
    expect(is).toMatchObject({ models: was.models, policy: was.policy, weights: weights.id });
    expect(plan!.allocations.map(({ arm, share, purpose }) => [arm, share, purpose])).toEqual(
      before.allocations.map(({ arm, share, purpose }) => [arm, share, purpose]),
    );
    expect((await registry.models("shop")).length).toBe(1);
  });

  test("are undone at once, and the undo is undone by another", async () => {
    await released();
    await registry.reweigh(system, { values: { buy: 0.5 }, why: "less" });
    const { weights, plan } = await registry.undoWeights(system, { why: "dull" });
    expect(weights).toMatchObject({ version: 3, values: { buy: 1 }, restores: 1 });
    const served = await registry.findRelease(plan!.allocations[0]!.release);
    expect((await registry.findWeights("shop", served.weights)).values).toEqual({ buy: 1 });
    expect((await registry.undoWeights(system, { why: "no" })).weights.values).toEqual({ buy: 0.5 });
    const what = (await registry.history("shop")).map((event) => event.what);
    expect(what.filter((one) => one.startsWith("weights."))).toEqual([
      "weights.changed",
      "weights.changed",
      "weights.undone",
      "weights.undone",
    ]);
  });

  test("that are out of bounds, unknown, late or never changed are refused, and nothing changes", async () => {
    await released();
    const refused: [Promise<unknown>, string][] = [
      [registry.reweigh(system, { values: { buy: 2.5 }, why: "x" }), "registry.weight-out-of-bounds"],
      [registry.reweigh(system, { values: { buy: Number.NaN }, why: "x" }), "registry.weight-out-of-bounds"],
      [registry.reweigh(system, { values: { by: 1 }, why: "x" }), "registry.weight-unknown"],
      [registry.reweigh(system, { values: { buy: 2 }, why: "x", expectedVersion: 7 }), "registry.version-stale"],
      [registry.undoWeights(system, { why: "x" }), "registry.nothing-to-undo"],
    ];
    for (const [change, expected] of refused) await expect(change).rejects.toThrow(code(expected));
    await expect(registry.reweigh(system, { values: { buy: 2.5 }, why: "x" })).rejects.toThrow(
      'The weight of `buy` of "shop" must be a number from 0 to 2. Got 2.5.',
    );
    expect((await registry.currentPlan("shop"))?.version).toBe(2);
    expect(await registry.weightsHistory("shop")).toHaveLength(1);
  });

  test("wait for the end of an experiment", async () => {
    const arm = { release: model, share: 0.5, purpose: "experiment", experiment: "e" } as const;
    const allocations = [
      { ...arm, arm: "a" },
      { ...arm, arm: "b" },
    ];
    await registry.changePlan("shop", 0, { allocations, why: "begin" });
    const change = registry.reweigh(system, { values: { buy: 2 }, why: "x" });
    await expect(change).rejects.toThrow(code("registry.reweighing-barred"));
  });

  test("of a system that serves nothing yet are those of its first release", async () => {
    const fresh = { name: "new", weights: system.weights };
    const { weights, plan } = await registry.reweigh(fresh, { values: { buy: 0.25 }, why: "start low" });
    expect([weights.version, weights.values, plan]).toEqual([2, { buy: 0.25 }, undefined]);
  });

  test("go back with a rollback, so that what is next has what is served", async () => {
    await released();
    await registry.reweigh(system, { values: { buy: 0.5 }, why: "less" });
    await registry.rollback("shop", { why: "dull" });
    expect(await registry.currentWeights("shop")).toMatchObject({ version: 3, values: { buy: 1 }, restores: 1 });
  });
});

describe("weights that are set while a canary runs", () => {
  const ramp = (canaryOf: string): Ramp => ({
    ...{ steps: [0.5, 1], step: 0, dwellMs: 1, decisions: 1, limits: RAMP_LIMITS, becomes: "champion" },
    ...{ champion: model, canary: canaryOf, from: 1 },
  });
  const begin = async (canaryOf: string): Promise<void> => {
    await registry.changePlan("shop", 0, { allocations: [champion(model)], why: "begin" });
    const grows = ramp(canaryOf);
    await registry.changePlan("shop", 1, { allocations: rampPlan({ holdback: 0 }, grows), ramp: grows, why: "try" });
  };

  test("stay when it is taken back: they are not its own", async () => {
    await begin(rule);
    const { weights } = await registry.reweigh(system, { values: { buy: 0.8 }, why: "less" });
    const back = await registry.rollback("shop", { why: "it errs" });
    expect(back).toMatchObject({ version: 4, restores: 1, allocations: [{ arm: "champion", share: 1 }] });
    const served = await registry.findRelease(back.allocations[0]!.release);
    expect(served).toMatchObject({ models: (await registry.findRelease(model)).models, weights: weights.id });
    expect(await registry.currentWeights("shop")).toEqual(weights);
  });

  test("go to nobody who had another release before it, be it the champion's but for its weights", async () => {
    const { createdAt: _at, by: _by, id: _id, ...same } = await registry.findRelease(model);
    const other = await registry.changeWeights("shop", 1, { values: { buy: 2 }, why: "more" });
    await registry.changeWeights("shop", 2, { values: { buy: 1 }, why: "as before" });
    const { record } = await registry.addRelease({ ...same, weights: other.id, why: "more" });
    const held = { ...champion(model, 0.2), arm: "holdback", purpose: "holdback" } as const;
    const allocations = [champion(model, 0.7), canary(record.id, 0.1), held];
    await registry.changePlan("shop", 0, { allocations, why: "begin" });
    for (const from of [1, 2]) {
      const grows = { ...ramp(rule), step: from - 1 };
      const next = { allocations: rampPlan({ holdback: 0.2 }, grows), ramp: grows, why: "try" };
      await registry.changePlan("shop", from, next);
    }
    const { plan } = await registry.reweigh(system, { values: { buy: 0.8 }, why: "less" });
    const back = await registry.rollback("shop", { why: "it errs" });
    expect(plan!.ramp!.champion).not.toBe(model);
    expect(back.allocations.map(({ release }) => release)).toEqual([
      plan!.ramp!.champion,
      record.id,
      plan!.ramp!.champion,
    ]);
  });

  test("go with it where they are the canary's own", async () => {
    const { createdAt: _at, by: _by, id: _id, ...same } = await registry.findRelease(model);
    const other = await registry.changeWeights("shop", 1, { values: { buy: 2 }, why: "more" });
    const { record } = await registry.addRelease({ ...same, weights: other.id, why: "more" });
    await begin(record.id);
    const back = await registry.rollback("shop", { why: "too much" });
    expect(back.allocations).toEqual([champion(model)]);
    expect(await registry.currentWeights("shop")).toMatchObject({ values: { buy: 1 }, restores: 1 });
  });
});

describe("a rollback of a canary that ran over an experiment", () => {
  const arm = (name: string, release: string): Allocation => ({
    ...{ arm: name, release, share: 0.1, purpose: "experiment", experiment: "e" },
  });
  /** Begins the canary of the rule over control and treatment, sets other weights meanwhile, and takes the canary back. */
  async function backTo(
    treatment: string,
    beside: Pick<Allocation, "beside"> = {},
  ): Promise<[TrafficPlan, TrafficPlan]> {
    const arms = [arm("control", model), { ...arm("treatment", treatment), ...beside }];
    const before = await registry.changePlan("shop", 0, { allocations: [champion(model, 0.8), ...arms], why: "ask" });
    const grows: Ramp = {
      ...{ steps: [0.5, 1], step: 0, dwellMs: 1, decisions: 1, limits: RAMP_LIMITS, becomes: "champion" },
      ...{ champion: model, canary: rule, from: 1 },
    };
    await registry.changePlan("shop", 1, { allocations: rampPlan({ holdback: 0 }, grows), ramp: grows, why: "try" });
    await registry.reweigh(system, { values: { buy: 0.8 }, why: "less" });
    return [before, await registry.rollback("shop", { why: "it errs" })];
  }
  const like = async (parts: Partial<ReleaseDraft>): Promise<string> => {
    const { createdAt: _at, by: _by, id: _id, ...same } = await registry.findRelease(model);
    return (await registry.addRelease({ ...same, ...parts, why: "other" })).record.id;
  };

  test("brings its arms back as they were, and the weights with them", async () => {
    const saved = await registry.saveModel({ ...draft, lineage: { ...draft.lineage, seed: 8 } }, Uint8Array.of(8));
    const [before, back] = await backTo(await like({ models: { buy: saved.record.id } }), { beside: model });
    expect(back.allocations).toEqual(before.allocations);
    expect(await registry.currentWeights("shop")).toMatchObject({ values: { buy: 1 }, restores: 1 });
  });

  test("keeps an arm that differs from the champion in its weights alone", async () => {
    const { id } = await registry.changeWeights("shop", 1, { values: { buy: 2 }, why: "more" });
    await registry.changeWeights("shop", 2, { values: { buy: 1 }, why: "as before" });
    const [before, back] = await backTo(await like({ weights: id }));
    expect(back.allocations).toEqual(before.allocations);
  });
});

describe("a ramp", () => {
  const ramp = (step: number): Ramp => ({
    steps: [0.01, 0.25, 1],
    step,
    dwellMs: 1,
    decisions: 1,
    limits: RAMP_LIMITS,
    champion: rule,
    canary: model,
    becomes: "champion",
    from: 1,
  });

  test("only ever adds entities to the canary, from the champion's end", () => {
    const at = [0, 1, 2].map((step) => rampPlan({ holdback: 0.1 }, ramp(step)));
    const ends = at.map((allocations) => {
      const place = allocations.findIndex(({ release, purpose }) => release === model && purpose !== "holdback");
      const upTo = (count: number) => allocations.slice(0, count).reduce((sum, { share }) => sum + share, 0);
      return { start: upTo(place), end: upTo(place + 1) };
    });
    for (const { end } of ends) expect(end).toBeCloseTo(0.9, 12);
    expect(ends.map(({ start }) => start)).toEqual([expect.closeTo(0.891, 12), expect.closeTo(0.675, 12), 0]);
    expect(at[2]).toMatchObject([{ purpose: "champion" }, { purpose: "holdback", release: model }]);
  });

  test("is rolled back to what was before it, from any of its steps", async () => {
    await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    for (const step of [0, 1, 2])
      await registry.changePlan("shop", step + 1, {
        allocations: rampPlan({ holdback: 0 }, ramp(step)),
        ramp: ramp(step),
        why: "on",
      });
    const back = await registry.rollback("shop", { why: "worse" });
    expect(back).toMatchObject({ version: 5, restores: 1, allocations: [champion(rule)] });
    expect(back.ramp).toBeUndefined();
  });

  test.each<[string, Partial<Ramp>]>([
    ["falls", { steps: [0.5, 0.2] }],
    ["has no steps", { steps: [] }],
    ["is nowhere", { step: 3 }],
    ["waits for less than nothing", { dwellMs: -1 }],
  ])("that %s is refused", async (_what, parts) => {
    const change = { allocations: [champion(rule)], ramp: { ...ramp(0), ...parts }, why: "x" };
    await expect(registry.changePlan("shop", 0, change)).rejects.toThrow(code("registry.plan-invalid"));
  });
});
