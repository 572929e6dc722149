import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Look } from "../../src/cli/up/look.ts";
import { openShop, type Shop, type Up } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.remove());

async function end(up: Up, how: "SIGTERM" | "SIGKILL"): Promise<void> {
  const gone = once(up.process, "exit");
  up.process.kill(how);
  await gone;
}

const saying =
  (words: string) =>
  ({ events }: Look): boolean =>
    events.some(({ kind, says }) => kind === "watcher" && says.includes(words));

test("a second one on the same state says at once who watches, answers all the same, and takes over when the first ends", async () => {
  const first = await shop.up();
  await first.until(({ watcher }) => watcher.status === "watching");
  const second = await shop.up();
  const meanwhile = `process ${first.process.pid} of this machine watches shop since `;
  const told = await second.until(saying(meanwhile));
  expect(told.watcher).toMatchObject({ status: "elsewhere", says: expect.stringContaining(meanwhile) });
  expect(told.watcher.says).toMatch(
    /^process \d+ of this machine watches shop since [\d-]+ [\d:]+ UTC: `kill \d+` or Ctrl-C ends it; this one answers, and watches within 4 s of its end$/,
  );
  const asked = { system: "shop", entity: "7", given: { id: 7, visits: 9 } };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${second.url}/v1/decide`, { method: "POST", headers, body: JSON.stringify(asked) });
  expect(answer.status).toBe(200);
  await end(first, "SIGTERM");
  await second.until(({ watcher }) => watcher.status === "watching");
  expect(saying("shop is watched here now")(second.look())).toBe(true);
  const third = await shop.up();
  await third.until(saying(`process ${second.process.pid} of this machine watches shop`));
  await end(second, "SIGKILL");
  await third.until(({ watcher }) => watcher.status === "watching");
}, 60_000);
