import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateRow, type Node } from "../../src/features/index.ts";
import { openTally, ruleShows, worthOf } from "./demo/tally.ts";
import { openWarehouse } from "./demo/warehouse.ts";
import { openWorld } from "./demo/world.ts";
import system from "./system.mts";

const DAY = 86_400_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-newsfeed-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the simulated network", () => {
  test("gives each case once, and the same ones whoever looks how often", () => {
    const [whole, stepped] = [openWorld({ seed: 3, perDay: 300 }), openWorld({ seed: 3, perDay: 300 })];
    const all = whole.until(whole.start + DAY);
    const steps = Array.from({ length: 48 }, (_, i) => stepped.until(stepped.start + ((i + 1) * DAY) / 48));
    expect(all.length).toBeGreaterThan(200);
    expect(steps.flat()).toEqual(all);
  });

  test("changes nothing before tastes turn, and from then on what is written and what is liked", () => {
    const [usual, turned] = [openWorld({ seed: 3, perDay: 300 }), openWorld({ seed: 3, perDay: 300 })];
    turned.turn(turned.start + DAY);
    expect(turned.until(turned.start + DAY)).toEqual(usual.until(usual.start + DAY));
    const [after, before] = [turned, usual].map((world) => world.until(world.start + 2 * DAY));
    expect(after!.map(({ id }) => id)).toEqual(before!.map(({ id }) => id));
    const heat = (of: typeof after) => of!.reduce((sum, { given }) => sum + Number(given.title_heat), 0) / of!.length;
    expect(heat(after)).toBeGreaterThan(heat(before) + 0.1);
    const loud = (of: typeof after) => {
      const heard = of!.filter(({ given }) => Number(given.title_heat) > 0.7);
      return heard.reduce((sum, { truth }) => sum + truth.engagement, 0) / heard.length;
    };
    expect(loud(after)).toBeLessThan(loud(before) / 2);
  });
});

describe("the true book", () => {
  const chances = openWorld({ seed: 5, perDay: 600 });
  const cases = chances.until(chances.start + DAY);

  test("knows the rule that the system file declares", () => {
    for (const chance of cases.slice(0, 200)) {
      const { rule } = evaluateRow({ rule: system.rule as Node }, chance.given);
      expect(rule).toBe(ruleShows(chance));
    }
  });

  test("adds up what was shown, beside the rule and the best there is", () => {
    const tally = openTally();
    for (const chance of cases) tally.add(chance, { action: worthOf(chance) > 0 ? "show" : "skip", arm: "best" });
    const [day] = tally.days;
    expect(day?.decisions).toBe(cases.length);
    expect(day?.money).toBeCloseTo(day?.atBest ?? Number.NaN, 12);
    expect(day?.byRule).toBeLessThan(day?.atBest ?? Number.NaN);
    expect(tally.arms.get("best")?.money).toBeCloseTo(day?.money ?? Number.NaN, 12);
  });
});

test("the export tells nothing that could not be known yet", async () => {
  const file = join(folder, "history.csv");
  const world = openWorld({ seed: 7, perDay: 600 });
  const warehouse = openWarehouse(file);
  for (const chance of world.until(world.start + 3 * DAY)) warehouse.add(chance, world.tell(chance, "show"));
  const now = world.start + 3 * DAY;
  const rows = await warehouse.export(now, world.start);
  const [head = "", ...lines] = (await readFile(file, "utf8")).trim().split("\n");
  expect(lines.length).toBe(rows);
  const column = (line: string, name: string) => line.split(",")[head.split(",").indexOf(name)];
  for (const line of lines) {
    const age = now - Date.parse(column(line, "shown_at") ?? "");
    expect(age).toBeGreaterThanOrEqual(DAY);
    expect(column(line, "engaged")).toMatch(/^(true|false)$/);
    expect(column(line, "violated") === "").toBe(age < 2 * DAY);
  }
});

/** Runs the demo as a shell without a terminal would. */
function run(...args: readonly string[]): Promise<{ readonly status: number; readonly stderr: string }> {
  const words = ["--import", "./bin/doors.js", "examples/newsfeed/run.ts", ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: root }, (error, _, stderr) =>
      resolve({ status: Number(error?.code ?? 0), stderr }),
    );
  });
}

test("the command refuses a folder that holds other things, and a number that is none", async () => {
  const dir = join(folder, "foreign");
  await mkdir(dir);
  await writeFile(join(dir, "thesis.doc"), "");
  const [foreign, few] = await Promise.all([run("--dir", dir), run("--visitors", "few")]);
  expect(foreign).toMatchObject({ status: 2, stderr: expect.stringContaining("holds other things") });
  expect(few).toMatchObject({ status: 2, stderr: expect.stringContaining("--visitors takes a whole number") });
  expect(await readdir(dir)).toEqual(["thesis.doc"]);
}, 60_000);
