import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
}

/** Runs the demo as a shell without a terminal would; a signal is sent once it has said a word. */
function run(args: readonly string[], interruptAt?: string): Promise<Ended> {
  const words = ["--import", "./bin/doors.js", "examples/newsfeed/run.ts", ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout) =>
      resolve({ status: Number(error?.code ?? 0), stdout }),
    );
    let said = "";
    child.stderr?.on("data", (text: string) => {
      const before = said;
      said += text;
      // Once: a second Ctrl-C ends it at once.
      if (interruptAt !== undefined && said.includes(interruptAt) && !before.includes(interruptAt))
        child.kill("SIGINT");
    });
  });
}

describe("a small demo, from the objective to the ledger over HTTP", () => {
  let dir: string;
  let ended: Ended;
  let found: SummaryJson;
  let outcomes: readonly string[];
  let decisions: number;
  let plans: readonly TrafficPlan[];

  beforeAll(async () => {
    dir = join(folder, "small");
    await openHome(dir).then((home) => home.release());
    await writeFile(join(dir, "notes.txt"), "mine");
    ended = await run(["--dir", dir, "--visitors", "400", "--json"]);
    found = JSON.parse(ended.stdout) as SummaryJson;
    const state = await openState(join(dir, "state"), { create: false });
    const { entries } = await state.journal.read(null, 1_000_000);
    outcomes = entries.filter(({ kind }) => kind === "outcome").map(({ id }) => id);
    decisions = new Set(entries.filter(({ kind }) => kind === "decision").map(({ id }) => id)).size;
    plans = await registryOf({ state, clock: wallClock, who: "test" }).planHistory("newsfeed");
    await state.close();
  }, 600_000);

  test("ends with 0, its reports written and nothing else touched", async () => {
    expect(ended.status).toBe(0);
    const kept = [
      "notes.txt",
      "assessment.html",
      "model.html",
      "experiment.html",
      "history.csv",
      "system.mts",
      "state",
    ];
    expect(await readdir(dir)).toEqual(expect.arrayContaining(kept));
  });

  test("fails no request from the first day to the last, and journals each decision and each report once", () => {
    const { traffic, days } = found;
    expect(traffic.failed).toBe(0);
    expect(decisions).toBe(traffic.decisions);
    expect(days.reduce((sum, day) => sum + day.decisions, 0)).toBe(traffic.decisions);
    expect(traffic.repeated).toBeGreaterThan(0);
    expect(outcomes.length).toBe(traffic.reported);
    expect(new Set(outcomes).size).toBe(outcomes.length);
  });

  test("stops the test when its interval excludes zero, or says that it could not tell", () => {
    const { nights, chosen, sentence } = found.test;
    const last = nights.at(-1);
    if (chosen === "model") expect(last?.low).toBeGreaterThan(0);
    else expect(nights.length === 14 || (last?.high ?? 0) < 0).toBe(true);
    expect(sentence).toMatch(chosen === "model" ? /^Ship/ : /^(Keep running|Don't ship|Invalid)/);
    const arms = plans.find(({ allocations }) => allocations.length === 2)?.allocations;
    expect(arms?.map(({ arm, share }) => [arm, share])).toEqual([
      ["rule", 0.5],
      ["model", 0.5],
    ]);
  });

  test("measures the gain that is true", () => {
    const { measured, truth } = found.test;
    if (measured === null) return;
    // Four standard errors, and the test compares two groups of readers where the truth compares two policies on one.
    expect(Math.abs(measured.value - truth)).toBeLessThan(2 * (measured.high - measured.low));
  });

  test("weighs anew with the same models", () => {
    if (found.test.chosen === "rule") return expect(found.weights).toBeNull();
    expect(found.weights?.models.after).toEqual(found.weights?.models.before);
    expect(Object.keys(found.weights?.models.after ?? {}).sort()).toEqual(["engagement", "quality", "violation"]);
  });

  test("says of the world's change what became of it", () => {
    const { turned, noticed, fellBack, promoted, loops, alerts } = found.watched;
    if (noticed === null) return expect([fellBack, promoted]).toEqual([null, null]);
    expect(alerts.some(({ at }) => at > turned)).toBe(true);
    if (fellBack !== null) expect(loops.some(({ end }) => end === "fell-back")).toBe(true);
    if (promoted === null) return;
    expect(promoted).toBeGreaterThan(fellBack ?? noticed);
    expect(loops.some(({ end }) => end === "unproven")).toBe(true);
    expect(plans.at(-1)?.by).toBe("alidade");
  });
});

test("at the size of `npm start` what turns is noticed, learned anew and promoted, and no request fails", async () => {
  const dir = join(folder, "whole");
  const { status, stdout } = await run(["--dir", dir, "--json"]);
  expect(status).toBe(0);
  const { watched, traffic, test: proof } = JSON.parse(stdout) as SummaryJson;
  const { turned, noticed, promoted, alerts, loops } = watched;
  expect(proof.chosen).toBe("model");
  expect(noticed).toBeGreaterThan(turned);
  expect(alerts.some(({ at }) => at > turned)).toBe(true);
  expect(promoted).toBeGreaterThan(noticed!);
  const retrained = loops.filter(({ began, end }) => began >= noticed! && (end === "champion" || end === "unproven"));
  expect(retrained).not.toEqual([]);
  expect(traffic.failed).toBe(0);
  expect(traffic.decisions).toBeGreaterThan(10_000);
}, 600_000);

test("Ctrl-C in the middle leaves the folder to the next one", async () => {
  const dir = join(folder, "stopped");
  expect(await run(["--dir", dir, "--visitors", "150"], "2/9 Assess")).toMatchObject({ status: 130 });
  const home = await openHome(dir);
  expect(await readdir(home.folder)).not.toContain("state");
  await home.release();
}, 120_000);
