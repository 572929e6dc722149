import { afterEach, beforeEach, expect, test } from "vitest";
import type { Registry } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";
import { loadSystem } from "../load-system.ts";
import { promisedMoney, withPromises } from "./promised-settings.ts";

let shop: ServedShop;
let declared: SystemDefinition;
beforeEach(async () => {
  shop = await openServedShop();
  declared = (await loadSystem("shop", shop.folder)).system;
});
afterEach(() => shop.remove());

const interval = (low: number) => ({ value: low + 1, low, high: low + 2, level: 0.95 });
/** The system as if acting changed its outcomes, or did not, with what a file says of its monitors. */
const shopWhere = (changedByActing: boolean, monitors?: SystemDefinition["monitors"]): SystemDefinition => ({
  ...declared,
  objective: { ...declared.objective, stated: true } as SystemDefinition["objective"],
  outcomes: Object.fromEntries(
    Object.entries(declared.outcomes).map(([name, outcome]) => [name, { ...outcome, changedByActing }]),
  ),
  ...(monitors === undefined ? {} : { monitors }),
});

/** A model that was judged to earn so much a decision, and the work on the registry in which it serves; or a tenth, a canary. */
async function judged<T>(perDecision: unknown, work: (registry: Registry) => Promise<T>, canary = false): Promise<T> {
  const model = await shop.model(0.9);
  await shop.run("release", "shop", model, "--unchecked", "--why", "judged");
  if (canary) await shop.run("release", "shop", await shop.model(0.1), "--unchecked", "--canary");
  return await shop.inState(async (registry) => {
    const run = await registry.startRun({ system: "shop", snapshot: "s", seed: 1, why: "test", kind: "train" });
    await registry.endRun(run, { status: "finished", models: [model], facts: { perDecision } });
    return await work(registry);
  });
}

test("the promise is the low end of what was judged, by the parts of the entities that get it", async () => {
  const of = { model: interval(4), rule: interval(1) };
  const ask = async (registry: Registry) => {
    const { allocations } = (await registry.currentPlan("shop"))!;
    return { share: allocations[0]!.share, promised: await promisedMoney(shopWhere(false), registry) };
  };
  const whole = await judged(of, ask);
  expect(whole.promised).toBeCloseTo(whole.share * 4 + (1 - whole.share) * 1, 12);
  const part = await judged(of, ask, true);
  expect(part.share).toBeLessThan(whole.share);
  expect(part.promised).toBeCloseTo(part.share * 4 + (1 - part.share) * 1, 12);
  expect((await judged({ model: interval(4) }, ask, true)).promised).toBeUndefined();
  expect((await judged({}, ask)).promised).toBeUndefined();
});

test("where acting changes the outcome, nothing was promised that could be seen", async () => {
  const ask = (registry: Registry) => promisedMoney(shopWhere(true), registry);
  expect(await judged({ model: interval(4), rule: interval(4) }, ask)).toBeUndefined();
});

test("monitors are told, unless the system file says it itself", async () => {
  const own = { settings: { liveValue: { money: { promised: 9, least: 1 } } } };
  await judged({ model: interval(4), rule: interval(4) }, async (registry) => {
    const told = await withPromises(shopWhere(false), registry);
    expect(told.monitors?.settings?.liveValue).toEqual({ money: { promised: 4 } });
    expect((await withPromises(shopWhere(false, own), registry)).monitors).toEqual(own);
  });
});
