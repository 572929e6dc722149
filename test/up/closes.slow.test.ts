import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop, type Shop, sendCustomers } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.remove());

test("when tastes change, a live server notices, says so, learns anew and serves it, with no hand on it and no failed request", async () => {
  const up = await shop.up();
  const traffic = sendCustomers(shop, up.url);
  // Everything is quiet while customers are as those that were learned from.
  const quiet = await up.until(({ systems }) => traffic.answered.length > 400 && systems[0]?.monitors.period != null);
  expect(quiet.systems[0]?.alerts).toEqual([]);
  const before = quiet.systems[0]?.serves.release;
  traffic.taste = "seldom";
  const told = await up.until(({ systems }) => (systems[0]?.alerts.length ?? 0) > 0);
  expect(told.systems[0]?.alerts[0]).toMatchObject({ status: "open", level: "page", what: /log loss of bought/ });
  const done = await up.until(({ systems }) => systems[0]?.loop.book.loop?.end != null);
  const loop = done.systems[0]?.loop.book.loop;
  // The objective allows what is unproven: a real test would last longer than this one.
  expect(loop).toMatchObject({ number: 1, by: "alidade", tries: 0, end: { kind: "unproven" } });
  await traffic.stop();
  expect(traffic.failed).toEqual([]);
  const { events } = await shop.run("history", "shop");
  const steps = events
    .map(({ what }: { readonly what: string }) => what)
    .filter((what: string) => /^retrain/.test(what));
  const stages = ["ended", "test", "canary", "shadow", "gate", "train", "snapshot", "begun"];
  expect(steps).toEqual(stages.map((stage) => `retrain.${stage}`));
  const after = await up.until(({ systems }) => systems[0]?.serves.release !== before);
  expect(after.systems[0]?.serves.release).toBe(loop?.facts.release);
}, 180_000);
