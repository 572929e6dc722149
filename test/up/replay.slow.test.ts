import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Look } from "../../src/cli/up/look.ts";
import { LAUNCHER, openShop, type Shop } from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.remove());

test("the past passes a real server on a clock of its own, and is watched as if it happened now", async () => {
  const words = [
    "--replay",
    "rows.csv",
    "--speed",
    "3d/s",
    "--per-day",
    "100",
    "--period",
    "1d",
    "--port",
    "0",
    "--json",
  ];
  const options = { cwd: shop.folder, maxBuffer: 2 ** 28 };
  const { stdout } = await promisify(execFile)(process.execPath, [LAUNCHER, "up", "system.mts", ...words], options);
  const looks = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Look);
  const last = looks.at(-1);
  expect(last).toMatchObject({ clock: "data", watcher: { status: "watching" } });
  expect(last?.events.at(-1)?.says).toMatch(/^The past is at its end: 1,200 decisions, \d+ outcomes$/);
  // Twelve days at a hundred rows each; the last is not over.
  expect(last?.systems[0]?.traffic.perMinute).toEqual(Array.from({ length: 11 }, () => 100));
  expect(last?.systems[0]?.monitors).toMatchObject({ alarmed: [], reference: { says: "what was learned from" } });
  expect(last?.systems[0]?.loop).toMatchObject({ isOn: false });
  // A journal that knows what comes later takes nothing of the past.
  const again = await promisify(execFile)(process.execPath, [LAUNCHER, "up", "system.mts", ...words], options).catch(
    (thrown: { readonly stdout: string; readonly stderr: string }) => thrown,
  );
  expect(`${again.stdout}${again.stderr}`).toContain("cli.input.replay-later");
}, 180_000);
