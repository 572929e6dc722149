import { afterEach, beforeEach, expect, test } from "vitest";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
});
afterEach(() => shop.remove());

test("an experiment is archived as it read, and once more when it is over; the ledger knows of it", async () => {
  const all = await shop.model(0.9);
  await shop.run("release", "shop", "rule");
  await shop.run("experiment", "start", "shop", "--name", "calls", "--treatment", all);
  await shop.serve({ days: 4, perDay: 12, first: "c", entities: 48 });
  const { added } = await shop.json("experiments", "keep", "shop", "--name", "calls", "--early");
  expect(added).toHaveLength(1);
  const [first] = added;
  expect(first).toMatchObject({
    id: "shop/calls/treatment",
    basis: "randomised",
    design: "ab",
    decision: "undecided",
    revision: 1,
  });
  expect(first.online.moneyPerDecision.standardError).toBeGreaterThan(0);
  expect(first.until - first.from).toBeGreaterThan(3 * 86_400_000);
  await shop.run("experiment", "stop", "shop", "--name", "calls", "--keep", "treatment", "--why", "it earns more");
  const again = (await shop.json("experiments", "keep", "shop", "--name", "calls", "--early")).added[0];
  expect(again).toMatchObject({ revision: 2, decision: "shipped", why: "it earns more" });
  await shop.serve({ days: 1, perDay: 4, first: "d", entities: 4 });
  const { ledger } = await shop.json("ledger", "shop");
  expect(ledger.launches).toHaveLength(1);
  expect(ledger.bases).toEqual([again.releases.control]);
  expect(ledger.total.value).toMatchObject({ reason: "too-few-comparisons", need: 8, have: 1 });
});

test("a design without steady arms is refused in words", async () => {
  const all = await shop.model(0.9);
  await shop.run("release", "shop", "rule");
  const turns = ["--design", "switchback", "--block", "12h", "--burn-in", "1h", "--treatment", all];
  const started = await shop.json("experiment", "start", "shop", "--name", "turns", ...turns);
  expect(started.error).toBeUndefined();
  const { error } = await shop.json("experiments", "keep", "shop", "--name", "turns");
  expect(error.code).toBe("cli.input.not-archivable");
});
