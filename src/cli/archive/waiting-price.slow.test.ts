import { afterEach, beforeEach, expect, test } from "vitest";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";
import { measuredPrice } from "./waiting-price.ts";

const DAY = 86_400_000;

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
});
afterEach(() => shop.remove());

test("an experiment on waiting prices a millisecond for the gate, once, until it reads otherwise", async () => {
  await shop.model(0.9);
  const start = ["--name", "wait", "--design", "latency-price", "--delays", "0,100,300"];
  expect((await shop.json("experiment", "start", "shop", ...start)).error).toBeUndefined();
  await shop.serve({ days: 8, perDay: 40, first: "e-", entities: 120 });
  shop.clock.advance(31 * DAY);
  const { waiting } = await shop.json("experiments", "keep", "shop", "--name", "wait");
  expect(waiting).toMatchObject({ upToMs: 300, currency: "points" });
  expect(waiting.perMs.low).toBeLessThan(waiting.perMs.value);
  const end = ["--name", "wait", "--keep", "plus-0ms", "--why", "known"];
  const stopped = await shop.run("experiment", "stop", "shop", ...end);
  expect(stopped.out.replaceAll(/\s+/g, " ")).toContain("takes its price of waiting off the gains");
  const { events } = await shop.json("history", "shop");
  expect(events.filter(({ what }: { what: string }) => what === "latency.priced")).toHaveLength(1);
  const priceIn = (currency: string) =>
    shop.inState((registry) => measuredPrice(registry, { name: "shop", objective: { currency } as never }));
  expect(await priceIn("points")).toEqual({ perMs: waiting.perMs, upToMs: 300, experiment: "wait" });
  expect(await priceIn("USD")).toBeUndefined();
});

test("an experiment on something else prices nothing", async () => {
  const all = await shop.model(0.9);
  await shop.run("experiment", "start", "shop", "--name", "calls", "--treatment", all);
  await shop.serve({ days: 2, perDay: 12, first: "c", entities: 24 });
  expect((await shop.json("experiments", "keep", "shop", "--name", "calls", "--early")).waiting).toBeUndefined();
});
