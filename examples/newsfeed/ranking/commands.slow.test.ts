import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cell, type Table } from "../../../src/data/index.ts";
import { rng } from "../../../src/kernel/index.ts";
import { postOf, simulateRankedFeed } from "./simulate.ts";

const program = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));
const system = fileURLToPath(new URL("ranked-feed.mts", import.meta.url));

let folder = "";
let server: ChildProcess | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ranked-feed-"));
});
afterAll(() => {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** What a command answers as JSON; a gate that says no is an answer too. */
function alidade(...args: readonly string[]): Record<string, unknown> {
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args, "--json"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(`alidade ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

function csvFile(name: string, { columns, rows }: Table): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    columns.map((column) => {
      const value = cell(column, row);
      return column.kind === "time" && value !== null ? new Date(Number(value)).toISOString() : String(value ?? "");
    }),
  );
  writeFileSync(
    join(folder, name),
    `${[columns.map((column) => column.name), ...lines].map((l) => l.join(",")).join("\n")}\n`,
  );
  return name;
}

/** Trains, and gives the models by head. */
function trained(...args: readonly string[]): Readonly<Record<string, string>> {
  const { models } = alidade("train", system, ...args) as { readonly models: readonly Record<"head" | "id", string>[] };
  return Object.fromEntries(models.map(({ head, id }) => [head, id]));
}

/** Starts a server; gives its address. */
async function serving(): Promise<string> {
  const started = spawn(process.execPath, [program, "serve", system, "--port", "0"], { cwd: folder });
  server = started;
  let said = "";
  for await (const chunk of started.stdout) {
    said += String(chunk);
    const found = /Serving at (http:\S+)/.exec(said)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(said);
}

interface Order {
  readonly id: string;
  readonly answer: readonly string[];
  readonly candidates: readonly { readonly id: string; readonly score: number | null }[];
}

test("one head learns again by itself, is released, weighed on a live server, explained and replayed: by commands", async () => {
  const before = trained("--data", csvFile("before.csv", simulateRankedFeed(900, 1)));
  const since = trained("--data", csvFile("since.csv", simulateRankedFeed(1_200, 2)), "--head", "quality");
  expect(since).toEqual({ ...before, quality: since.quality });
  expect(since.quality).not.toBe(before.quality);
  // What quality earns is not clicks, so the gate need not see a gain: somebody answers for it.
  const why = ["--approve", "editor in chief", "--why", "newer ratings"];
  alidade("release", system, String(since.quality), ...why);

  const url = await serving();
  const draws = rng({ seed: 3, purpose: "test.posts" });
  const candidates = Array.from({ length: 12 }, (_, i) => ({
    id: `p${i}`,
    given: { ...postOf(draws), removed: false },
    source: "trending",
  }));
  const ask = async (): Promise<Order> => {
    const body = JSON.stringify({ entity: "v1", given: { interest: "music", visits_30d: 3 }, candidates });
    const response = await fetch(`${url}/v1/rank`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return (await response.json()) as Order;
  };
  const scores = ({ candidates: found }: Order) => found.map(({ score }) => score);

  const first = await ask();
  expect(scores(await ask())).toEqual(scores(first));
  alidade("weights", "set", system, "violations=-5", "quality=0.3", "--why", "fewer that break the rules");
  const next = await ask();
  expect(scores(next)).not.toEqual(scores(first));
  alidade("weights", "undo", system);
  expect(scores(await ask())).toEqual(scores(first));

  for (const { id } of [first, next]) {
    expect(alidade("decisions", "replay", id, system)).toMatchObject({ same: true });
    const why = alidade("decisions", "explain", id, system, "--candidate", String(first.answer[0]));
    expect(JSON.stringify(why)).toMatch(/raises|lowers/);
    expect(alidade("decisions", "explain", first.id, system)).toMatchObject({ candidate: first.answer[0] });
    expect(JSON.stringify(alidade("decisions", "show", id))).toContain(since.quality);
  }
});
