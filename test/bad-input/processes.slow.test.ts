import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const launcher = fileURLToPath(new URL("../../bin/alidade.js", import.meta.url));
let folder = "";
let reference = "";
/** Milliseconds that one whole training takes on this machine now. */
let whole = 0;

interface Ended {
  readonly exit: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  out(): string;
}

function start(...argv: readonly string[]): Running {
  const child = spawn(process.execPath, [launcher, ...argv], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (text) => {
    said.out += text;
  });
  child.stderr.on("data", (text) => {
    said.err += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (exit, signal) => resolve({ exit, signal, ...said }));
  });
  return { child, ended, out: () => said.out };
}

const run = (...argv: readonly string[]): Promise<Ended> => start(...argv).ended;

async function modelIds(state: string): Promise<readonly string[]> {
  const { exit, out } = await run("models", "--dir", state, "--json");
  return exit === 3 ? [] : JSON.parse(out).models.map(({ id }: { id: string }) => id);
}

async function trainedId(state: string): Promise<string> {
  const { exit, out, err } = await run("train", "big", "--dir", state, "--json");
  expect(exit, `${out}\n${err}`).toBe(0);
  return JSON.parse(out).model.id;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;

/** Evenly spread numbers in [0, 1), the same ones each time. */
function chance(i: number): number {
  const mixed = Math.imul(i + 1, 2_654_435_761) >>> 0;
  return (Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519) >>> 0) / 2 ** 32;
}

const OBJECTIVE = `{
  metric: moneySaved, direction: "increase", baseline: 0, target: 1000, by: "2027-12-31", currency: "USD",
  payoff: { act: { yes: 10, no: -5 }, skip: { yes: 0, no: 0 } }, asked: "sales", approves: ["head of sales"] }`;

/** Twenty thousand rows, so that a training takes seconds, and an objective that its model meets. */
async function prepare(): Promise<void> {
  const rows = Array.from({ length: 20_000 }, (_, i) => {
    const [a, b, c] = [chance(i * 5), chance(i * 5 + 1), chance(i * 5 + 2)];
    const isYes = chance(i * 5 + 3) < 1 / (1 + Math.exp(-(a * 3 + b * b * 2 - c * 2 - 2)));
    return `${i + 1},${(a * 10).toFixed(3)},${(b * 5).toFixed(3)},${Math.floor(c * 40)},${isYes ? "yes" : "no"}`;
  });
  writeFileSync(join(folder, "big.csv"), ["id,a,b,c,y", ...rows].join("\n"));
  expect((await run("init", "big.csv", "--label", "y", "--entity", "id")).exit).toBe(0);
  const file = join(folder, "big/system.mts");
  const text = readFileSync(file, "utf8").replace(/unstated\(\{.*\}\)/, OBJECTIVE);
  writeFileSync(file, text.replace("actIf, binary", "actIf, moneySaved, binary"));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "alidade-processes-"));
  await prepare();
  const started = performance.now();
  reference = await trainedId("reference");
  whole = performance.now() - started;
});
beforeEach(() => rmSync(join(folder, "state"), { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a training that is stopped", () => {
  test("by Ctrl-C, at any moment, ends with 130 within two seconds and leaves nothing half done", async () => {
    const exits: (number | null)[] = [];
    const waits: number[] = [];
    for (const moment of [0.1, 0.25, 0.4, 0.55, 0.7, 0.85]) {
      const { child, ended } = start("train", "big", "--dir", "state");
      const finished = await Promise.race([ended, sleep(moment * whole)]);
      if (finished !== undefined) break;
      const told = performance.now();
      child.kill("SIGINT");
      const { exit, signal, out, err } = await ended;
      waits.push(performance.now() - told);
      exits.push(exit);
      // While Node itself still starts or already ends, nobody listens: nothing was begun, or all of it is done.
      if (exit === null) expect([signal, out === "", err === ""]).toEqual(["SIGINT", out === "", out === ""]);
      if (exit === null && out !== "") expect(await modelIds("state")).toEqual([reference]);
      else expect([0, 130]).toContain(exit);
      if (exit === 130) expect(err.trimEnd().endsWith("Interrupted: nothing was left half written.")).toBe(true);
      expect([[], [reference]]).toContainEqual(await modelIds("state"));
    }
    expect(exits).toContain(130);
    // The median, because a machine may be busy with something else for a moment.
    expect(median(waits)).toBeLessThan(Math.max(2_000, whole / 2));
    expect(await trainedId("state")).toBe(reference);
    expect(await modelIds("state")).toEqual([reference]);
  });

  test("by kill -9, at any moment, leaves a state that opens, and the next one comes to the same model", async () => {
    for (const moment of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const { child, ended } = start("train", "big", "--dir", "state");
      await Promise.race([ended, sleep(moment * whole)]);
      child.kill("SIGKILL");
      await ended;
      expect([[], [reference]]).toContainEqual(await modelIds("state"));
    }
    expect(await trainedId("state")).toBe(reference);
    expect(await modelIds("state")).toEqual([reference]);
  });
});

test("two trainings at once in one state both end well, with one model", async () => {
  const ids = await Promise.all([trainedId("state"), trainedId("state")]);
  expect(ids).toEqual([reference, reference]);
  expect(await modelIds("state")).toEqual([reference]);
});

const given = { a: 9, b: 4.5, c: 2 };

async function post(
  url: string,
  path: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function serve(...argv: readonly string[]): Promise<Running & { readonly url: string }> {
  const running = start("serve", "big", "--port", "0", ...argv);
  for (;;) {
    const url = /http:\/\/[\d.]+:\d+/.exec(running.out())?.[0];
    if (url !== undefined) return { ...running, url };
    if (running.child.exitCode !== null) expect.fail((await running.ended).err);
    await sleep(50);
  }
}

test("two servers on one state answer throughout a training, and both take up its release within two seconds", async () => {
  const servers = [await serve("--dir", "state"), await serve("--dir", "state")];
  const releases = servers.map(() => new Set<unknown>());
  const training = run("train", "big", "--dir", "state");
  let until = Infinity;
  void training.then(() => {
    until = Date.now() + 2_000;
  });
  while (Date.now() < until && releases.some((seen) => seen.size < 2))
    for (const [i, { url }] of servers.entries()) {
      const { status, body } = await post(url, "/v1/decide", { entity: "7", given });
      expect(status).toBe(200);
      releases[i]?.add(body.release);
    }
  expect((await training).exit).toBe(0);
  expect(releases.map((seen) => seen.size)).toEqual([2, 2]);
  const decision = (await post(servers[0]?.url ?? "", "/v1/decide", { entity: "8", given })).body.id;
  const report = { decision, outcome: "y", at: Date.now() + 1_000, key: "k" };
  const answers = await Promise.all(servers.map(({ url }) => post(url, "/v1/outcomes", report)));
  expect(answers.map(({ body }) => body.status).sort()).toEqual(["accepted", "known"]);
  for (const { child } of servers) child.kill("SIGINT");
  for (const { ended } of servers) expect((await ended).exit).toBe(0);
});

/** A small disk of memory, for root on Linux. */
function mounted(size: string): string | undefined {
  const place = join(folder, `disk-${size}`);
  mkdirSync(place, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", place], { stdio: "ignore" });
    return place;
  } catch {
    return undefined;
  }
}

const unmount = (place: string): void => void execFileSync("umount", ["-l", place]);
const fill = (place: string, kilobytes: number): void => {
  try {
    writeFileSync(join(place, "fill"), new Uint8Array(kilobytes * 1_024));
  } catch {
    // Full: that is what it is for.
  }
};

describe("on a disk of its own", () => {
  test("a full one stops a training with its code; with room again the same model comes out", async ({ skip }) => {
    const disk = mounted("2m");
    if (disk === undefined) return skip("needs a mount, which this user may not make");
    try {
      for (const left of [0, 60, 200, 500]) {
        fill(disk, 2_048 - left);
        const { exit, err } = await run("train", "big", "--dir", join(disk, "state"));
        expect(exit).toBe(3);
        expect(err).toMatch(/state\.(disk-full|io-failed)/);
        expect(err).toContain("→");
        rmSync(join(disk, "fill"));
      }
      expect(await trainedId(join(disk, "state"))).toBe(reference);
      expect(await modelIds(join(disk, "state"))).toEqual([reference]);
    } finally {
      unmount(disk);
    }
  });

  test("a full one makes decisions 503 while it is full, and not after", async ({ skip }) => {
    const disk = mounted("1m");
    if (disk === undefined) return skip("needs a mount, which this user may not make");
    const server = await serve("--dir", join(disk, "state"));
    try {
      fill(disk, 1_024);
      const codes = new Set<unknown>();
      for (let i = 0; i < 100 && codes.size === 0; i++) {
        const { status, body } = await post(server.url, "/v1/decide", { entity: "7", given });
        if (status !== 200) codes.add(`${status} ${body.code}`);
      }
      expect([...codes].join()).toMatch(/^503 state\.(disk-full|io-failed)$/);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
      rmSync(join(disk, "fill"));
      expect((await post(server.url, "/v1/decide", { entity: "7", given })).status).toBe(200);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    } finally {
      server.child.kill("SIGINT");
      await server.ended;
      unmount(disk);
    }
  });

  test("a read-only one refuses to train and to serve, in words", async ({ skip }) => {
    const disk = mounted("4m");
    if (disk === undefined) return skip("needs a mount, which this user may not make");
    try {
      expect(await trainedId(join(disk, "state"))).toBe(reference);
      execFileSync("mount", ["-o", "remount,ro", disk]);
      for (const argv of [
        ["train", "big"],
        ["serve", "big", "--port", "0"],
      ]) {
        const { exit, err } = await run(...argv, "--dir", join(disk, "state"));
        expect(exit).toBe(3);
        expect(err).toContain("state.not-writable");
      }
    } finally {
      unmount(disk);
    }
  });
});

test("a system file with a syntax error is refused with its line and column", async () => {
  mkdirSync(join(folder, "broken"), { recursive: true });
  writeFileSync(join(folder, "broken/system.mts"), "const a = 1;\nconst b = ;\n");
  const { exit, err } = await run("train", "broken", "--dir", "state");
  expect(exit).toBe(3);
  expect(err).toMatch(/broken\/system\.mts:2:11: .*\n {2}2 │ const b = ;\n.*\^\n.*\n {2}cli\.input\.system-syntax/);
});
