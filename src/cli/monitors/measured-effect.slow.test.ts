import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";
import { loadSystem } from "../load-system.ts";
import { measuredEffect } from "./measured-effect.ts";
import { withPromises } from "./promised-settings.ts";

const DAY = 86_400_000;

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
  const file = join(shop.folder, "shop", "system.mts");
  const stated = `{
    metric: moneySaved, direction: "increase", baseline: 0, target: 100_000, by: "2027-12-31", currency: "USD",
    payoff: { act: { yes: 500, no: 0 }, skip: { yes: 0, no: 0 } }, cost: { act: 40 },
    effect: assumed(0.6, [0.3, 0.8]), asked: "us", approves: ["us"],
  }`;
  const text = (await readFile(file, "utf8"))
    .replace("unstated }", "assumed, moneySaved }")
    .replace('unstated({ act: "act", otherwise: "skip" })', stated)
    .replace("changedByActing: false", "changedByActing: true");
  await writeFile(file, text);
});
afterEach(() => shop.remove());

test("a holdback that ends replaces what the monitor holds the assumed effect to; one that goes on does not", async () => {
  const all = await shop.model(0.9);
  await shop.run("release", "shop", "rule");
  const start = ["--name", "worth", "--design", "holdback", "--share", "0.6", "--treatment", all];
  const started = await shop.run("experiment", "start", "shop", ...start);
  expect(started.err).toBe("");
  // Whatever is done, who visits often buys: acting changes nothing.
  await shop.serve({ days: 8, perDay: 150, first: "e-", entities: 600 });
  shop.clock.advance(31 * DAY);
  const { system } = await loadSystem("shop", shop.folder);
  const measured = () => shop.inState((_, { records }) => measuredEffect(system, { records, clock: shop.clock }));
  await shop.run("experiments", "keep", "shop", "--name", "worth");
  expect(await measured()).toBeUndefined();
  await shop.run("experiment", "stop", "shop", "--name", "worth", "--keep", "served", "--why", "known by now");
  const found = (await measured())!;
  // Four standard errors, where the interval has 1.96 on either side.
  expect(Math.abs(found.value)).toBeLessThan((4 / 1.96) * (found.high - found.value));
  expect(found.high).toBeLessThan(0.6);
  // The interval of the archive, not one made of its standard error.
  const { comparisons } = await shop.json("experiments", "shop");
  const { value, low, high, standardError } = comparisons[0].online.effectOfActing;
  expect(found).toMatchObject({ value, low, high });
  expect(high).toBeLessThan(value + 1.9 * standardError);
  const told = await shop.inState((registry) => withPromises(system, registry, found));
  expect(told.monitors?.settings?.objectiveDrift).toEqual({ effect: found });
  const own = { effect: { value: 0.6, low: 0.5, high: 0.7 } };
  const declared = { ...system, monitors: { settings: { objectiveDrift: own } } };
  const kept = await shop.inState((registry) => withPromises(declared, registry, found));
  expect(kept.monitors?.settings?.objectiveDrift).toEqual(own);
});
