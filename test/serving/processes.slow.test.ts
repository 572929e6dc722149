import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shopCsv } from "../../src/cli/host/host.conformance.ts";

const launcher = fileURLToPath(new URL("../../bin/alidade.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "alidade-processes-"));
const servers: ChildProcess[] = [];
afterAll(() => {
  for (const server of servers) server.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

interface Ran {
  readonly exit: number;
  readonly json: Record<string, unknown>;
}

/** A command line in a process of its own. */
function run(...argv: readonly string[]): Ran {
  try {
    const out = execFileSync(process.execPath, [launcher, ...argv, "--json"], { cwd: folder, encoding: "utf8" });
    return { exit: 0, json: JSON.parse(out) };
  } catch (thrown) {
    const { status, stdout } = thrown as { readonly status: number; readonly stdout: string };
    return { exit: status, json: JSON.parse(stdout) };
  }
}

async function serve(): Promise<string> {
  const server = spawn(process.execPath, [launcher, "serve", "shop", "--port", "0", "--json"], { cwd: folder });
  servers.push(server);
  let said = "";
  return await new Promise<string>((resolve, reject) => {
    server.stdout.on("data", (text) => {
      said += text;
      const url = /"url": "([^"]+)"/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    server.once("close", () => reject(new Error(`the server ended: ${said}`)));
  });
}

async function decide(url: string): Promise<Record<string, never>> {
  const body = JSON.stringify({ entity: "7", given: { visits: 9, channel: "web" } });
  const headers = { "content-type": "application/json" };
  const { id } = (await (await fetch(`${url}/v1/decide`, { method: "POST", headers, body })).json()) as { id: string };
  return ((await (await fetch(`${url}/v1/decisions/${id}`)).json()) as { body: Record<string, never> }).body;
}

let urls: readonly string[];
let models: readonly string[];
beforeAll(async () => {
  const rows = shopCsv(1_500).split("\n");
  // A third of the labels at random, so that no field gives them away.
  const noisy = rows.map((row, i) =>
    i > 0 && (i * 2_654_435_761) % 97 < 32 ? row.replace(/(yes|no)$/, (word) => (word === "yes" ? "no" : "yes")) : row,
  );
  writeFileSync(join(folder, "shop.csv"), noisy.join("\n"));
  run("init", "shop.csv", "--label", "bought", "--entity", "customer_id");
  run("train", "shop");
  writeFileSync(join(folder, "shop.csv"), noisy.slice(0, 1_200).join("\n"));
  run("train", "shop");
  models = (run("models", "shop").json.models as { id: string }[]).map(({ id }) => id);
  expect(models.length).toBeGreaterThan(1);
  urls = [await serve(), await serve()];
});

test("new weights decide on every server when the command returns, and are undone by the next command", async () => {
  const set = run("weights", "set", "shop", "bought=0.5", "--why", "calmer");
  expect(set.json.servers).toMatchObject([{ taken: true }, { taken: true }]);
  const { id } = set.json.weights as { id: string };
  for (const url of urls) expect((await decide(url)).versions).toMatchObject({ weights: id });
  const undone = run("weights", "undo", "shop").json.weights as { id: string };
  for (const url of urls) expect((await decide(url)).versions).toMatchObject({ weights: undone.id });
});

test("a release is checked in a fresh process, served at once, and rolled back at once", async () => {
  for (const model of models.slice(0, 2)) {
    const { exit, json } = run("release", "shop", model, "--why", "swap");
    expect([exit, (json.check as { passed?: boolean } | undefined)?.passed ?? true]).toEqual([0, true]);
    for (const url of urls) expect((await decide(url)).versions).toMatchObject({ models: { bought: model } });
  }
  expect(run("rollback", "shop").json.servers).toMatchObject([{ taken: true }, { taken: true }]);
  for (const url of urls) expect((await decide(url)).versions).toMatchObject({ models: { bought: models[0] } });
});

test("a release whose model is damaged ends with 1, and everything is served as before", async () => {
  const blobs = join(folder, ".alidade/blobs/models");
  const kept = new Map(readdirSync(blobs).map((name) => [name, readFileSync(join(blobs, name))]));
  const before = await decide(urls[0]!);
  for (const [name, bytes] of kept) writeFileSync(join(blobs, name), bytes.subarray(0, -5));
  const { exit, json } = run("release", "shop", models[1]!);
  expect(exit).toBe(1);
  expect((json.check as { problems: string[] }).problems.join()).toContain("must have the hash that was registered");
  for (const url of urls) expect((await decide(url)).plan).toEqual(before.plan);
  for (const [name, bytes] of kept) writeFileSync(join(blobs, name), bytes);
});

test("a server that was killed keeps no command waiting, and is told of no more", async () => {
  servers[1]?.kill("SIGKILL");
  await new Promise((resolve) => servers[1]?.once("close", resolve));
  expect(run("weights", "set", "shop", "bought=0.75", "--why", "calmer").json.servers).toHaveLength(1);
  expect(readdirSync(join(folder, ".alidade/serving")).filter((name) => name.endsWith(".json"))).toHaveLength(1);
});
