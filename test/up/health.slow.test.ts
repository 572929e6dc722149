import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Look } from "../../src/cli/up/look.ts";
import type { Named, Reading } from "../../src/watch/index.ts";
import { openShop, type Shop, sendCustomers } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.remove());

/** As a disk that does not answer: another process holds the file that is written now. */
async function stallJournal(): Promise<DatabaseSync> {
  const folder = join(shop.folder, ".alidade", "journal");
  const newest = (await readdir(folder)).filter((name) => /^\d+\.db$/.test(name)).toSorted();
  const held = new DatabaseSync(join(folder, newest.at(-1) as string));
  held.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE");
  return held;
}

/** What the monitor of the server read of the last period. */
async function readings(): Promise<Readonly<Record<string, Reading>>> {
  const { readings: all } = await shop.run("monitors", "system.mts", "--monitor", "servingHealth");
  return Object.fromEntries(
    (all as readonly Named[]).flatMap(({ reading }) => (reading.over === "day" ? [] : [[reading.kind, reading]])),
  );
}

test("requests that a live server answers with 500 or more are told as errors, and use up what it may be of no use", async () => {
  const up = await shop.up("--workers", "2", "--period", "1s", "--answer-within", "0.5", "--no-retrain");
  const traffic = sendCustomers(shop, up.url, { mayFail: true });
  const isUsualKnown = async (): Promise<boolean> => ((await readings())["errors.risen"]?.expected ?? null) !== null;
  await expect.poll(isUsualKnown, { timeout: 120_000, interval: 2_000 }).toBe(true);
  const usual = await readings();
  expect(traffic.failed).toEqual([]);
  expect(usual["errors.risen"]?.value).toBeLessThan(0.05);
  expect(usual["uptime.budget-burning"]).toMatchObject({ value: 1, isBreach: false });
  const held = await stallJournal();
  const symptoms = ({ systems }: Look) => systems[0]?.alerts.flatMap((alert) => alert.symptoms) ?? [];
  const told = await up.until((look) => symptoms(look).some(({ kind }) => kind === "errors.risen"));
  const spent = await readings();
  held.close();
  await traffic.stop();
  expect(new Set(traffic.failed.map((why) => why.slice(0, 10)))).toEqual(new Set(["Error: 503"]));
  expect(symptoms(told).find(({ kind }) => kind === "errors.risen")?.says).toMatch(
    /^\d+(\.\d+)?% of the requests failed/,
  );
  expect(spent["uptime.budget-burning"]?.value).toBeLessThan(0.999);
}, 240_000);
