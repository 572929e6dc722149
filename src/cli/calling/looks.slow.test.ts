import { execFile, spawnSync } from "node:child_process";
import { chmod, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";
import { rows, systemWith } from "../loop/shop.conformance.ts";

const bin = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));
const NOBODY = 65_534;
/** The superuser may write everywhere, so somebody else looks. */
const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** What another tool found. */
const COMPARISON = {
  ...{ system: "shop", experiment: "mails", basis: "randomised", units: 5_000, currency: "USD" },
  ...{ from: "2025-01-01", until: "2025-01-20", offline: { rocAuc: { value: 0.01, standardError: 0.002 } } },
  online: { moneyPerDecision: { value: 0.3, standardError: 0.05 } },
  ...{ releases: { control: "rel_1", treatment: "rel_2" }, verdict: "ship", decision: "shipped" },
};

let desk: Desk;
let decision: string;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("rows.csv", rows(1_200));
  await desk.write("shop.mts", systemWith(""));
  expect((await desk.run("train", "shop.mts")).exit).toBe(0);
  decision = await decide();
  await desk.write("past.json", JSON.stringify([COMPARISON]));
  expect((await desk.run("experiments", "add", "past.json")).exit).toBe(0);
  await chmod(desk.folder, 0o755);
}, 60_000);
afterAll(async () => {
  await allow(state(), 0o200);
  await desk.remove();
});

/** A decision so long ago that its day is closed: whoever may write keeps what it came to. */
const decide = () =>
  desk.inState(virtualClock(Date.UTC(2026, 0, 1)), async (registry, { journal }) => {
    const clock = virtualClock(Date.UTC(2026, 0, 1));
    const { system } = await loadSystem("shop.mts", desk.folder);
    const decider = await deciderOf([system], { registry, journal, clock, ids: seededIds(1), stopwatch: () => 0 });
    return (await decider.decide(system, { entity: "ada", given: { id: 1, visits: 7 } })).id;
  });

const state = () => join(desk.folder, ".alidade");

/** Gives permissions to everybody, or takes the writing ones from everybody. */
async function allow(folder: string, mode: number): Promise<void> {
  await chmod(folder, 0o555 | mode);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).isDirectory()) await allow(path, mode);
    else await chmod(path, 0o444 | mode);
  }
}

async function alidade(...argv: readonly string[]): Promise<{ readonly exit: number; readonly said: string }> {
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" };
  return await promisify(execFile)(process.execPath, [bin, ...argv], { cwd: desk.folder, env, ...user }).then(
    ({ stdout }) => ({ exit: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ exit: code, said: stderr }),
  );
}

/** Why somebody else cannot be had look here; empty where he can. */
function impossible(): string {
  if (process.platform === "win32") return "permissions are others there";
  const tried = spawnSync(process.execPath, [bin, "--help"], { cwd: desk.folder, ...user });
  return tried.status === 0 ? "" : "another user may not even start Alidade here";
}

describe("a state directory that may only be read", () => {
  test.for([
    ["runs", "shop"],
    ["models", "shop"],
    ["snapshots", "shop"],
    ["history", "shop"],
    ["decisions"],
    ["alerts"],
    ["monitors", "shop.mts"],
    ["readiness", "shop.mts"],
    ["scorecard", "shop.mts"],
    ["ledger", "shop"],
    ["data", "lineage", "rows.csv"],
    ["data", "lineage", "the decision"],
    ["metrics", "shop.mts"],
    ["experiments", "shop"],
    ["experiments", "rate"],
    ["experiments", "show", "shop/mails/treatment"],
  ])("is looked at: %s", async (argv, { skip }) => {
    const why = impossible();
    skip(why !== "", why);
    await allow(state(), 0);
    const before = await readdir(state(), { recursive: true });
    const json = [...argv.map((word) => (word === "the decision" ? decision : word)), "--json"];
    const seen = await alidade(...json);
    expect(seen).toMatchObject({ exit: 0 });
    expect(await readdir(state(), { recursive: true })).toEqual(before);
    const { generatedAt: _, ...told } = JSON.parse(seen.said);
    await allow(state(), 0o200);
    const own = JSON.parse((await desk.run(...json)).out);
    expect(Object.keys(told)).toEqual(Object.keys(own));
    // A page is written where that may be; what is told besides is the same, unless it tells of today.
    if ("report" in told) expect([told.report, own.report]).toEqual([null, expect.stringMatching(/\.html$/)]);
    if (["runs", "models", "snapshots", "data", "experiments"].includes(argv[0] ?? ""))
      expect({ ...told, report: null }).toEqual({ ...own, report: null });
  });

  test("says what its loop would do next, which nobody may begin", async ({ skip }) => {
    const why = impossible();
    skip(why !== "", why);
    await allow(state(), 0);
    const before = await readdir(state(), { recursive: true });
    const { exit, said } = await alidade("retrain", "shop.mts", "--dry-run");
    expect({ exit, said }).toMatchObject({ exit: 0, said: expect.stringContaining("Nothing was changed.") });
    expect(await readdir(state(), { recursive: true })).toEqual(before);
  });

  test("is changed by nobody, and what may not be read says who may let you", async ({ skip }) => {
    const why = impossible();
    skip(why !== "", why);
    await allow(state(), 0);
    expect(await alidade("retrain", "shop.mts", "--now")).toMatchObject({
      exit: 3,
      said: expect.stringContaining("state.not-writable"),
    });
    await chmod(state(), 0o000);
    const refused = await alidade("runs", "shop");
    await chmod(state(), 0o755);
    expect(refused).toMatchObject({
      exit: 3,
      said: expect.stringMatching(/chmod -R g\+rX.*\n {2}state\.not-readable/),
    });
  });
});
