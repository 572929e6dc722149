import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shopCsv } from "../../src/cli/host/host.conformance.ts";
import { openState } from "../../src/presets.ts";

const launcher = fileURLToPath(new URL("../../bin/alidade.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "alidade-threads-"));
const servers: ChildProcess[] = [];
afterAll(() => {
  for (const server of servers) server.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

function run(...argv: readonly string[]): Record<string, unknown> {
  const out = execFileSync(process.execPath, [launcher, ...argv, "--json"], { cwd: folder, encoding: "utf8" });
  return JSON.parse(out);
}

interface Running {
  readonly url: string;
  readonly threads: number;
  readonly child: ChildProcess;
  /** Everything on standard error so far. */
  err(): string;
}

async function serve(...argv: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [launcher, "serve", ...argv, "--port", "0", "--json"], { cwd: folder });
  servers.push(child);
  let [out, err] = ["", ""];
  child.stderr.on("data", (text) => {
    err += text;
  });
  return await new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => {
      out += text;
      if (out.includes("\n}")) resolve({ ...JSON.parse(out), child, err: () => err });
    });
    child.once("close", () => reject(new Error(`the server ended: ${out} ${err}`)));
  });
}

/** On a connection of its own; undefined when there was no whole answer. */
function decide(url: string, entity: string): Promise<Record<string, never> | undefined> {
  const { promise, resolve } = Promise.withResolvers<Record<string, never> | undefined>();
  const headers = { "content-type": "application/json" };
  const asked = request(`${url}/v1/decide`, { method: "POST", agent: false, headers }, (response) => {
    let text = "";
    response.on("data", (part) => {
      text += part;
    });
    response.on("error", () => resolve(undefined));
    response.on("end", () => resolve(response.statusCode === 200 ? JSON.parse(text) : undefined));
  });
  asked.on("error", () => resolve(undefined));
  asked.end(JSON.stringify({ entity, given: { visits: 9, channel: "web" } }));
  return promise;
}

const times = <T>(count: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

beforeAll(async () => {
  const rows = shopCsv(1_500).split("\n");
  // A third of the labels at random, so that no field gives them away.
  const noisy = rows.map((row, i) =>
    i > 0 && (i * 2_654_435_761) % 97 < 32 ? row.replace(/(yes|no)$/, (word) => (word === "yes" ? "no" : "yes")) : row,
  );
  writeFileSync(join(folder, "shop.csv"), noisy.join("\n"));
  run("init", "shop.csv", "--label", "bought", "--entity", "customer_id");
  run("train", "shop");
  const [{ id }] = run("models", "shop").models as [{ id: string }];
  run("release", "shop", id);
});

test("new weights decide on every thread when the command returns", async () => {
  const { url, threads } = await serve("shop", "--workers", "2");
  expect(threads).toBe(2);
  const scores = async () => new Set((await times(24, (i) => decide(url, `e${i}`))).map((answer) => answer?.score));
  const [before, ...more] = await scores();
  expect(more).toEqual([]);
  expect(run("weights", "set", "shop", "bought=0.5", "--why", "calmer").servers).toMatchObject([{ taken: true }]);
  expect([...(await scores())]).toEqual([expect.closeTo(Number(before) / 2, 12)]);
  run("weights", "undo", "shop");
  expect([...(await scores())]).toEqual([before]);
});

/** Asks on eight lanes until the server is gone; the ids of whatever it has answered. */
async function loadUntilGone({ url, child }: Running, after: () => void): Promise<readonly string[]> {
  const ids: string[] = [];
  let over = false;
  const gone = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const lanes = times(8, async (lane) => {
    for (let i = 0; !over; i++) {
      const answer = await decide(url, `${lane}-${i}`);
      if (answer !== undefined) ids.push(String(answer.id));
    }
  });
  while (ids.length < 300) await new Promise((next) => setTimeout(next, 5));
  after();
  await gone;
  over = true;
  await lanes;
  return ids;
}

async function expectStored(ids: readonly string[]): Promise<void> {
  const { journal, close } = await openState(join(folder, ".alidade"), { create: false });
  const seen = new Map<string, number>();
  for (let cursor: string | null = null; ; ) {
    const page = await journal.read(cursor, 1_000, "decision");
    for (const { id } of page.entries) seen.set(id, (seen.get(id) ?? 0) + 1);
    if (page.entries.length < 1_000) break;
    cursor = page.next;
  }
  await close();
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => seen.get(id) !== 1)).toEqual([]);
}

test("a process that is killed under load loses nothing that its threads have acknowledged", async () => {
  for (let round = 0; round < 3; round++) {
    const server = await serve("shop", "--workers", "2");
    await expectStored(await loadUntilGone(server, () => server.child.kill("SIGKILL")));
  }
});

test("a process that is told to stop finishes what is under way on every thread, and ends well", async () => {
  const server = await serve("shop", "--workers", "2");
  const ids = await loadUntilGone(server, () => server.child.kill("SIGTERM"));
  await expectStored(ids);
  expect([server.child.exitCode, server.err()]).toEqual([0, "Stopped.\n"]);
});

test("a process that is told to stop says on every thread that it drains, for as long as it was asked to, and answers meanwhile", async () => {
  const { url, child, err } = await serve("shop", "--workers", "2", "--drain", "12");
  const said = async () => new Set(await times(12, () => status(`${url}/readyz`)));
  await expect.poll(said, { timeout: 20_000 }).toEqual(new Set([200]));
  const told = performance.now();
  const gone = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  child.kill("SIGTERM");
  await expect.poll(said, { timeout: 10_000 }).toEqual(new Set([503]));
  // A busy machine may turn some away.
  expect((await times(12, (i) => decide(url, `e${i}`))).some((answer) => answer !== undefined)).toBe(true);
  await gone;
  expect(performance.now() - told).toBeGreaterThan(12_000);
  expect([child.exitCode, err().split("\n").at(-2)]).toEqual([0, "Stopped."]);
});

/** Of an answer to a request on a connection of its own. */
function status(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}
