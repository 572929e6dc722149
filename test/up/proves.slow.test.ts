import { afterAll, beforeAll, expect, test } from "vitest";
import type { Look } from "../../src/cli/up/look.ts";
import { openShop, type Shop, sendCustomers } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({
    // What is unproven may serve nobody: a test has to tell.
    objective: "",
    loop: `coolDown: "1s", budget: { perMonth: 1_000 }, test: { share: 0.5, longest: "1h" },
      shadow: { share: 1, least: 20 }, canary: { ramp: [0.5], dwell: "2s", least: 40 },`,
  });
}, 60_000);
afterAll(() => shop.remove());

interface Told {
  readonly what: string;
  readonly subject: string;
  readonly why: string;
}

const loopOf = ({ systems }: Look) => systems[0]?.loop.book.loop;

test("a retrained model has to earn more in a test on a live server before it is the champion", async () => {
  const up = await shop.up();
  const traffic = sendCustomers(shop, up.url);
  const before = await up.until(
    ({ systems }) => traffic.answered.length > 400 && systems[0]?.monitors.period != null && loopOf(up.look()) == null,
  );
  const champion = before.systems[0]?.serves.release;
  traffic.taste = "seldom";
  const testing = await up.until((look) => loopOf(look)?.stage === "test" && loopOf(look)?.made === true);
  expect(testing.systems[0]?.serves.underWay).toEqual(["the experiment loop-1, day 1"]);
  const candidate = loopOf(testing)?.facts.release;
  expect(testing.systems[0]?.serves.arms).toEqual([
    { arm: "control", release: champion, share: 0.5 },
    { arm: "treatment", release: candidate, share: 0.5 },
  ]);
  const done = await up.until((look) => loopOf(look)?.end != null);
  await traffic.stop();
  expect(traffic.failed).toEqual([]);
  expect(loopOf(done)).toMatchObject({ number: 1, by: "alidade", end: { kind: "champion" } });
  const { events } = await shop.run("history", "shop");
  const told = events as readonly Told[];
  expect(told.filter(({ what }) => /^retrain/.test(what)).map(({ what }) => what)).toEqual(
    ["ended", "test", "canary", "shadow", "gate", "train", "snapshot", "begun"].map((stage) => `retrain.${stage}`),
  );
  expect(told.find(({ what }) => what === "alert.opened")?.why).toMatch(/log loss of bought/);
  // It ended as soon as the money of both arms told them apart, long before the hour that it may last.
  const proven = told.find(({ what }) => what === "experiment.stopped")?.why;
  expect(proven).toMatch(/^Ship “treatment”: it brings \$\d.* more per entity than “control”/);
  expect(told.find(({ what }) => what === "retrain.test")?.why).toBe(proven);
  const { comparisons } = await shop.run("experiments", "shop");
  expect(comparisons).toMatchObject([
    {
      ...{ experiment: "loop-1", basis: "randomised", verdict: "better", decision: "shipped", invalid: [] },
      ...{
        releases: { control: champion, treatment: candidate },
        online: { moneyPerUnit: { value: expect.any(Number) } },
      },
    },
  ]);
  expect(comparisons[0].online.moneyPerUnit.value).toBeGreaterThan(0);
  const after = await up.until(({ systems }) => systems[0]?.serves.release !== champion);
  expect(after.systems[0]?.serves).toMatchObject({ release: candidate, underWay: [] });
}, 240_000);
