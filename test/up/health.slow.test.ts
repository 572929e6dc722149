import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
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

/** Asks as somebody does who calls a field otherwise than the contract, until it is told to stop. */
function sendRenamed(url: string): { stop(): Promise<void> } {
  let isOver = false;
  const send = async (): Promise<void> => {
    for (let i = 0; !isOver; i++) {
      const body = JSON.stringify({ system: "shop", entity: `renamed ${i}`, given: { id: 1e6 + i, visit: 3 } });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/v1/decide`, { method: "POST", headers, body });
      expect(answer.status).toBe(400);
      await answer.body?.cancel();
      await sleep(20);
    }
  };
  const sending = send();
  return {
    async stop() {
      isOver = true;
      await sending;
    },
  };
}

test("a live server tells of requests that it refuses, and of those that fail, which use up what it may be of no use", async () => {
  const up = await shop.up("--workers", "2", "--period", "1s", "--answer-within", "0.5", "--no-retrain");
  const traffic = sendCustomers(shop, up.url, { mayFail: true });
  const isUsualKnown = async (): Promise<boolean> => ((await readings())["errors.risen"]?.expected ?? null) !== null;
  await expect.poll(isUsualKnown, { timeout: 120_000, interval: 2_000 }).toBe(true);
  const usual = await readings();
  expect(traffic.failed).toEqual([]);
  expect(usual["errors.risen"]?.value).toBeLessThan(0.05);
  expect(usual["uptime.budget-burning"]).toMatchObject({ value: 1, isBreach: false });
  const symptoms = ({ systems }: Look) => systems[0]?.alerts.flatMap((alert) => alert.symptoms) ?? [];
  const renamed = sendRenamed(up.url);
  const refused = await up.until((look) => symptoms(look).some(({ kind }) => kind === "requests.refused"));
  await renamed.stop();
  expect(symptoms(refused).find(({ kind }) => kind === "requests.refused")?.says).toMatch(
    /^\d+(\.\d+)?% of the requests were refused/,
  );
  const held = await stallJournal();
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
