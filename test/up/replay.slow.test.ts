import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Look } from "../../src/cli/up/look.ts";
import { openState } from "../../src/presets.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { LAUNCHER, openShop, type Shop } from "./shop.ts";

const DAY = 86_400_000;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.remove());

/** How a command line ended, and what it said. */
interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code?: number;
}

const replay = (...more: readonly string[]): readonly string[] => [
  ...[LAUNCHER, "up", "system.mts", "--replay", "rows.csv", "--per-day", "100", "--period", "1d"],
  ...["--port", "0", "--json", ...more],
];

async function ran(argv: readonly string[]): Promise<Ended> {
  const options = { cwd: shop.folder, maxBuffer: 2 ** 28 };
  return await promisify(execFile)(process.execPath, [...argv], options).catch((thrown: Ended) => thrown);
}

const looksOf = (stdout: string): readonly Look[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Look);

/** Decisions of a state, in the order of the journal. */
async function decisionsIn(directory: string): Promise<readonly DecisionRecord[]> {
  const state = await openState(join(shop.folder, directory), { create: false });
  try {
    return (await state.journal.read(null, 10_000, "decision")).entries as readonly DecisionRecord[];
  } finally {
    await state.close();
  }
}

test("the past passes a real server on a clock of its own, and is watched as if it happened now", async () => {
  const { stdout } = await ran(replay("--speed", "3d/s"));
  const last = looksOf(stdout).at(-1);
  expect(last).toMatchObject({ clock: "data", watcher: { status: "watching" } });
  expect(last?.events.at(-1)?.says).toMatch(/^The past is at its end: 1,200 decisions, \d+ outcomes$/);
  // Twelve days at a hundred rows each; the last is not over.
  expect(last?.systems[0]?.traffic.perMinute).toEqual(Array.from({ length: 11 }, () => 100));
  expect(last?.systems[0]?.monitors).toMatchObject({ alarmed: [], reference: { says: "what was learned from" } });
  expect(last?.systems[0]?.loop).toMatchObject({ isOn: false });
  // Each was decided at its own moment, and what monitors know of the last day outlives the process.
  const decided = (await decisionsIn(".alidade")).map(({ at }) => at);
  const start = decided[0] as number;
  expect(start % DAY).toBe(0);
  expect(decided).toEqual(Array.from({ length: 1_200 }, (_, row) => start + (row * DAY) / 100));
  const { period, through } = await shop.run("monitors", "system.mts");
  expect([period, through]).toEqual([{ from: start + 10 * DAY, to: start + 11 * DAY }, start + 11 * DAY]);
  // A state that knows what comes later takes nothing of the past.
  const again = await ran(replay("--speed", "3d/s"));
  expect(again.code).toBe(3);
  expect(`${again.stdout}${again.stderr}`).toContain("cli.input.replay-later");
}, 180_000);

test("it says what it leaves out, and stopped in the middle keeps what it has read", async () => {
  const rows = await readFile(join(shop.folder, "rows.csv"), "utf8");
  const [header = "", ...lines] = rows.split("\n");
  const broken = lines.map((line, i) => (i % 100 === 7 ? line.replace(/,\d+,/, ",many,") : line));
  await writeFile(join(shop.folder, "rows.csv"), [header, ...broken].join("\n"));
  await shop.run("train", "system.mts", "--dir", "other");
  const stopped = spawn(process.execPath, [...replay("--speed", "1d/s", "--dir", "other")], { cwd: shop.folder });
  const said = { stdout: "", stderr: "" };
  const isOnItsWay = Promise.withResolvers<void>();
  stopped.stderr.on("data", (bytes: Buffer) => {
    said.stderr += bytes.toString();
  });
  stopped.stdout.on("data", (bytes: Buffer) => {
    said.stdout += bytes.toString();
    if (/"period":\{"from"/.test(said.stdout)) isOnItsWay.resolve();
  });
  const ended = once(stopped, "close");
  await Promise.race([isOnItsWay.promise, ended]);
  stopped.kill("SIGTERM");
  await ended;
  const left = "12 rows left out: 12 break the contract (most often: `visits` must be a number, and in 12 it is not)";
  const events = looksOf(said.stdout).at(-1)?.events ?? [];
  const [first, last] = [/^replays/, /^Stopped/].map((begins) => events.find(({ says }) => begins.test(says))?.says);
  expect(first).toMatch(/^replays 1,188 rows, \S+ to \S+; 12 rows left out/);
  for (const words of [first, last, said.stderr]) expect(words).toContain(left);
  const { period, through } = await shop.run("monitors", "system.mts", "--dir", "other");
  expect(period.to).toBe(through);
  const decided = await decisionsIn("other");
  expect(decided.length).toBeGreaterThan(100);
  expect(decided.length).toBeLessThan(1_188);
}, 180_000);

test("a state whose server asks for tokens is refused before anything is served", async () => {
  await shop.run("token", "create", "till", "--role", "service", "--dir", "third");
  const { code, stdout, stderr } = await ran(replay("--dir", "third"));
  expect(code).toBe(3);
  expect(`${stdout}${stderr}`).toContain("cli.input.replay-shut");
}, 60_000);
