import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonEstimated } from "../../src/experiment/index.ts";
import { wallClock } from "../../src/kernel/index.ts";
import { openState } from "../../src/presets.ts";
import { registryOf, type TrafficPlan } from "../../src/registry/index.ts";
import { openHome } from "./demo/home.ts";
import type { SummaryJson } from "./demo/summary-json.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-newsfeed-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as a shell without a terminal would. */
function run(...args: readonly string[]): Promise<Ended> {
  const words = ["--import", "./bin/doors.js", "examples/newsfeed/run.ts", ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

function numbers(found: JsonEstimated): { readonly value: number; readonly low: number; readonly high: number } {
  if ("insufficient" in found) throw new Error(found.insufficient);
  return found;
}

describe("a small demo, end to end over HTTP", () => {
  const visitors = 200;
  let dir: string;
  let ended: Ended;
  let found: SummaryJson;
  let outcomes: readonly string[];
  let plans: readonly TrafficPlan[];

  beforeAll(async () => {
    dir = join(folder, "small");
    await openHome(dir).then((home) => home.release());
    await writeFile(join(dir, "notes.txt"), "mine");
    ended = await run("--dir", dir, "--visitors", String(visitors), "--json");
    found = JSON.parse(ended.stdout) as SummaryJson;
    const state = await openState(join(dir, "state"), { create: false });
    const { entries } = await state.journal.read(null, 1_000_000);
    outcomes = entries.filter(({ kind }) => kind === "outcome").map(({ id }) => id);
    plans = await registryOf({ state, clock: wallClock, who: "test" }).planHistory("newsfeed");
    await state.close();
  }, 60_000);

  test("without a terminal ends with 0, its reports written and nothing else touched", async () => {
    expect(ended.status).toBe(0);
    const kept = ["notes.txt", "assessment.html", "model.html", "experiment.html", "history.csv", "state"];
    expect(await readdir(dir)).toEqual(expect.arrayContaining(kept));
  });

  test("counts outcomes that are sent twice once, and those that come too late not at all", () => {
    const { traffic, experiment } = found;
    expect(traffic.repeated).toBeGreaterThan(0);
    expect(outcomes.length).toBe(traffic.reported);
    expect(new Set(outcomes).size).toBe(outcomes.length);
    expect(experiment.labels.late).toBe(traffic.late);
    const engaged = experiment.arms.map(({ outcomeRate, decisions }) => numbers(outcomeRate).value * decisions);
    expect(engaged.reduce((sum, count) => sum + count, 0)).toBeCloseTo(traffic.reported - traffic.late, 6);
  });

  test("serves each visitor one arm, in the shares of the plan", () => {
    const { experiment, traffic } = found;
    const shares = plans.at(-2)?.allocations.map(({ arm, share }) => [arm, share]);
    expect(shares).toEqual(experiment.arms.map(({ arm }) => [arm, 0.5]));
    expect(experiment.srm.ok).toBe(true);
    expect(experiment.verdict.reasons.map(({ code }) => code)).not.toContain("units-crossed-arms");
    expect(experiment.arms.map(({ releases }) => releases.length)).toEqual([1, 1]);
    expect(experiment.arms.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(traffic.decisions);
  });

  test("waits until every label is known", () => {
    expect(found.traffic.pendingOnTheLastDay).toBeGreaterThan(0);
    expect(found.experiment.labels.pending).toBe(0);
    expect(found.experiment.verdict.preliminary).toBe(false);
  });

  test("measures the gain that is true", () => {
    const { value, low, high } = numbers(found.experiment.lifts[0]!.perUnit);
    if ("insufficient" in found.truth) throw new Error(found.truth.insufficient);
    const standardError = (high - low) / (2 * 1.96);
    expect(Math.abs(value - found.truth.value)).toBeLessThan(4 * standardError);
  });

  test("leaves everybody to the arm that it chose", () => {
    const arms = plans.at(-2)?.allocations.filter(({ arm }) => arm === found.chosen);
    expect(plans.at(-1)?.allocations).toMatchObject([{ share: 1, release: arms?.[0]?.release }]);
  });
});

describe("the command", () => {
  test("refuses a folder that holds other things, and a number that is none", async () => {
    const dir = join(folder, "foreign");
    await mkdir(dir);
    await writeFile(join(dir, "thesis.doc"), "");
    const [foreign, few] = await Promise.all([run("--dir", dir), run("--visitors", "few")]);
    expect(foreign).toMatchObject({ status: 2, stderr: expect.stringContaining("holds other things") });
    expect(few).toMatchObject({ status: 2, stderr: expect.stringContaining("--visitors takes a whole number") });
    expect(await readdir(dir)).toEqual(["thesis.doc"]);
  });
});
