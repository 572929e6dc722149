import { hostname } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wallClock } from "../../kernel/index.ts";
import * as presets from "../../presets.ts";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";
import { openHold } from "./watch/hold.ts";

let shop: ServedShop;
beforeAll(async () => {
  shop = await openServedShop();
  await shop.serve({ days: 1, perDay: 48, first: "c", entities: 20 });
}, 60_000);
afterAll(() => shop.remove());

test("`--once` reads the journal to its end, says how systems stand, and ends", async () => {
  const { watcher, systems, url } = await shop.json("up", "shop", "--once");
  expect(url).toBeNull();
  expect(watcher).toMatchObject({ status: "watching", lookedAt: shop.clock.now() });
  expect(systems).toMatchObject([{ name: "shop", alerts: [], labels: { total: 48 }, monitors: { reference: null } }]);
  const again = await shop.run("up", "shop", "--once");
  expect(again).toMatchObject({ exit: 0, out: expect.stringMatching(/shop: .* decisions a minute/) });
  const { out } = await shop.run("up", "shop", "--once", "--json");
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(out).systems[0].monitors).not.toHaveProperty("readings");
});

test("beside a process that watches, it says once who that is, and tells the labels that are kept", async () => {
  await shop.inState(async (_, { records }) => {
    const self = () => ({ pid: process.pid, host: hostname(), since: shop.clock.now() });
    const jobs = presets.recordJobs({ records, clock: wallClock });
    expect(await openHold(jobs, { system: "shop", leaseMs: 600_000, self }).take()).toBe(true);
  });
  const { out } = await shop.run("up", "shop", "--once");
  expect(out.match(/watches shop since/g)).toHaveLength(1);
  const { watcher, systems } = await shop.json("up", "shop", "--once");
  expect(watcher.status).toBe("elsewhere");
  expect(systems[0].labels.total).toBeGreaterThan(0);
});

test("what cannot be read, or does not go together, is told", async () => {
  for (const [words, said] of [
    [["--once", "--replay", "shop.csv"], "Got both"],
    [["--replay", "shop.csv", "--speed", "fast"], '1d/s, the default. Got "fast"'],
    [["--replay", "shop.csv", "--speed", "2d"], '1d/s, the default. Got "2d"'],
    [["--replay", "shop.csv", "--speed", "0s/s"], '1d/s, the default. Got "0s/s"'],
    [["--replay", "nofile.csv"], "`--replay` is a file of rows"],
    [["--replay", "."], "is a folder. → Name a file in it"],
    [["--replay", "shop.csv", "--tls-key", "key.pem"], "`--tls-key` is about callers from elsewhere"],
    [["--replay", "shop.csv", "--host", "0.0.0.0"], 'such as 127.0.0.1, the default. Got "0.0.0.0"'],
    [["--speed", "2d/s"], "`--speed` is of `--replay`"],
    [["--once", "--per-day", "20"], "`--per-day` is of `--replay`"],
    [["--once", "--port", "7071"], "`--port` is about a server, and with `--once` nothing is served"],
    [["--once", "--workers", "2"], "`--workers` is about a server"],
    [["--once", "--tls-cert", "cert.pem"], "`--tls-cert` is about a server"],
    [["--once", "--dir", "nodir"], "state.missing"],
    [["--every", "soon"], 'from 50ms to 1d. Got "soon". Try `--every 10s`'],
    [["--every", "3x"], 'ms, s, m, h, d or w, from 50ms to 1d. Got "3x"'],
    [["--every", "1ms"], 'Got "1ms"'],
    [
      ["--period", "0"],
      'the length of the periods that monitors look at: a number and ms, s, m, h, d or w, from 1s to 28d. Got "0"',
    ],
    [["--period", "1y"], 'from 1s to 28d. Got "1y". Try `--period 1h`, or leave it out'],
    [["--period", "500ms"], 'Got "500ms"'],
  ] as const) {
    const ran = await shop.run("up", "shop", ...words);
    // A terminal breaks lines where it is full.
    expect([ran.exit, ran.err.replace(/\s+/g, " ")]).toEqual([ran.exit === 2 ? 2 : 3, expect.stringContaining(said)]);
  }
});
