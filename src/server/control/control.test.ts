import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openState, servingBoard } from "../../backends/index.ts";
import { type Decider, deciderOf } from "../../decide/index.ts";
import { randomIds, type VirtualClock, virtualClock, wallClock } from "../../kernel/index.ts";
import { encodeModel, type Model } from "../../model/index.ts";
import { championPlan, RAMP_LIMITS, type Ramp, type Registry, rampPlan, registryOf } from "../../registry/index.ts";
import type { State } from "../../store/index.ts";
import { binary } from "../../system/index.ts";
import { type Watching, watching } from "../../watch/index.ts";
import { type RunningServer, startServer } from "../index.ts";
import { hospital } from "../office.conformance.ts";

const head = binary({ label: "readmitted", learner: { learner: "constant", params: {} } });
const system = {
  ...hospital,
  heads: { risk: head, doubt: head },
  weights: { risk: { start: 1, min: 0, max: 2 }, doubt: { start: 0, min: -1, max: 1 } },
};

/** A server on the state, with everything that a process of its own would have. */
interface Branch {
  readonly server: RunningServer;
  readonly decider: Decider;
  readonly watcher: Watching;
  readonly lines: string[];
}

let folder: string;
let state: State;
let registry: Registry;
let clock: VirtualClock;
let branches: Branch[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-control-"));
  clock = virtualClock(1_000);
  state = await openState(join(folder, ".alidade"), { create: true });
  registry = registryOf({ state, clock, who: "ada" });
  branches = [];
});
afterEach(async () => {
  for (const { server } of branches) await server.close();
  await state.close();
  await rm(folder, { recursive: true, force: true });
});

async function openBranch(refreshMs = 3_600_000): Promise<Branch> {
  const watcher = watching({ stopwatch: () => performance.now(), later: setImmediate });
  const ids = randomIds(randomBytes, Date.now);
  const { journal } = state;
  const deps = { registry, journal, clock: wallClock, ids, stopwatch: () => performance.now(), watcher };
  const decider = await deciderOf([system], deps);
  const board = servingBoard(state.location);
  const manage = {
    registry: (who: string) => registryOf({ state, clock, who }),
    board,
    watching: watcher,
    clock,
    everyMs: 10,
  };
  const lines: string[] = [];
  const line = (_: object, message: string) => void lines.push(message);
  const logger = { info: line, warn: line, error: line };
  // Looks so seldom that whatever is taken up at once was told.
  const options = { decider, port: 0, findDecision: async () => undefined, manage, logger, refreshMs };
  const branch = { server: await startServer(options), decider, watcher, lines };
  branches.push(branch);
  return branch;
}

/** A model that says the same for everybody. */
async function modelOf(name: string, output: number, body: Partial<Model> = {}): Promise<string> {
  const signature = { task: "binary", features: [{ name: "visits", kind: "number" }], classes: [] } as const;
  const model = { format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [output] }, ...body };
  const code = { version: "0", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const draft = { system: system.name, head: name, lineage, metrics: {}, gate: {}, why: "test" };
  return (await registry.saveModel(draft, encodeModel(model as Model))).record.id;
}

async function releaseOf(risk: number, doubt = 0.25): Promise<string> {
  const weights =
    (await registry.currentWeights(system.name)) ??
    (await registry.changeWeights(system.name, 0, { values: { risk: 1, doubt: 0 }, why: "start" }));
  const draft = {
    system: system.name,
    kind: "model" as const,
    models: { risk: await modelOf("risk", risk), doubt: await modelOf("doubt", doubt) },
    weights: weights.id,
    policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 },
    why: "test",
  };
  return (await registry.addRelease(draft)).record.id;
}

async function ship(release: string): Promise<void> {
  const version = (await registry.currentPlan(system.name))?.version ?? 0;
  await registry.changePlan(system.name, version, { allocations: championPlan(system, release), why: "ship" });
}

/** `what` is a path, to be read, or a method and a path. */
async function call(server: RunningServer, what: string, body?: object) {
  const [method = "", path = ""] = what.includes(" ") ? what.split(" ") : ["GET", what];
  const headers = { "content-type": "application/json" };
  const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  const response = await fetch(`${server.url}${path}`, { method, ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const decide = async ({ server }: Branch, entity = "e") =>
  (await call(server, "POST /v1/decide", { entity, given: { patient: 1, visits: 3 } })).body;

/** The same without HTTP, for many. */
const decideHere = async ({ decider }: Branch, entity: string) =>
  (await decider.decide(system, { entity, given: { patient: 1, visits: 3 } })).body;

const path = `/v1/systems/${system.name}/weights`;

describe("weights over HTTP", () => {
  test("make the next decision of every server on the state, and are undone as quickly", async () => {
    await ship(await releaseOf(0.75));
    const [one, two] = [await openBranch(), await openBranch()];
    expect(await decide(two)).toMatchObject({ score: 0.75, action: "call" });
    const changed = await call(one.server, `PUT ${path}`, { values: { doubt: -1 }, why: "be careful" });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, values: { risk: 1, doubt: -1 }, behind: [] } });
    expect(changed.body).toMatchObject({ by: "http", why: "be careful", epoch: 2 });
    for (const branch of [one, two]) expect(await decide(branch)).toMatchObject({ score: 0.5, action: "call" });
    await call(one.server, `PUT ${path}`, { values: { risk: 0.5 }, why: "less" });
    for (const branch of [one, two]) expect(await decide(branch)).toMatchObject({ score: 0.125, action: "skip" });
    await call(two.server, `POST ${path}/undo`, { why: "too few" });
    for (const branch of [one, two]) expect(await decide(branch)).toMatchObject({ score: 0.5 });
    expect((await call(two.server, path)).body).toMatchObject({
      version: 4,
      values: { risk: 1, doubt: -1 },
      bounds: { risk: { min: 0, max: 2, start: 1 }, doubt: { min: -1, max: 1, start: 0 } },
    });
  });

  test.each([
    [{ values: { risk: 3 }, why: "x" }, 400, "registry.weight-out-of-bounds"],
    [{ values: { rsk: 1 }, why: "x" }, 400, "registry.weight-unknown"],
    [{ values: { risk: "1" }, why: "x" }, 400, "wire.request-invalid"],
    [{ values: {}, why: "x" }, 400, "wire.request-invalid"],
    [{ values: { risk: 1 } }, 400, "wire.request-invalid"],
    [{ values: { risk: 1 }, why: "x", expectedVersion: 9 }, 409, "registry.version-stale"],
    [{ values: { risk: 1 }, why: "x", more: 1 }, 400, "wire.request-invalid"],
  ])("that say %j are refused with %i", async (body, status, code) => {
    await ship(await releaseOf(0.75));
    const { server } = await openBranch();
    expect(await call(server, `PUT ${path}`, body)).toMatchObject({ status, body: { code } });
    expect((await registry.currentPlan(system.name))?.version).toBe(1);
  });

  test("of a system that is not served here are not found, and before any change they are those of the file", async () => {
    const { server } = await openBranch();
    expect((await call(server, "/v1/systems/other/weights")).status).toBe(404);
    expect((await call(server, path)).body).toMatchObject({ values: { risk: 1, doubt: 0 } });
  });
});

describe("a release that cannot be served", () => {
  test("changes nothing, is said in the log, the history and where readiness is asked, and is taken up once it can be", async () => {
    const good = await releaseOf(0.75);
    await ship(good);
    const branch = await openBranch();
    const bad = await releaseOf(0.1);
    const { models } = await registry.findRelease(bad);
    const { blob } = await registry.findModel(models.risk!);
    const bytes = (await state.blobs.get(blob))!;
    await state.blobs.put(blob, bytes.subarray(0, bytes.length - 3));
    await ship(bad);
    await expect(branch.decider.refresh()).rejects.toMatchObject({ code: "decide.release-unusable" });
    expect(await decide(branch)).toMatchObject({ release: good, score: 0.75 });
    const told = await servingBoard(state.location).tell({ kind: "changed", system: system.name, epoch: 2 });
    expect(told).toMatchObject([{ taken: false, why: expect.stringContaining("plan 1 is still served") }]);
    await state.blobs.put(blob, bytes);
    expect(await branch.decider.refresh()).toBe(true);
    expect(await decide(branch)).toMatchObject({ release: bad, score: 0.1 });
  });
});

test("a server that looks by itself says once what it cannot serve, and stays ready", async () => {
  await ship(await releaseOf(0.75));
  const branch = await openBranch(10);
  const bad = await releaseOf(0.2);
  const { blob } = await registry.findModel((await registry.findRelease(bad)).models.risk!);
  await state.blobs.put(blob, new Uint8Array([1]));
  await ship(bad);
  const ready = async () => (await call(branch.server, "/readyz")) as { status: number; body: { remarks?: string[] } };
  await expect.poll(async () => (await ready()).body.remarks?.[0]).toMatch(/plan 1 is still served/);
  expect((await ready()).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(branch.lines.filter((line) => line === "what was released cannot be served")).toHaveLength(1);
  const refused = (await registry.history(system.name)).filter(({ what }) => what === "release.refused");
  expect(refused).toMatchObject([{ subject: "plan 2", by: "alidade" }]);
  await registry.rollback(system.name, { why: "damaged" });
  await expect.poll(async () => (await ready()).body).toEqual({ status: "ready", systems: [system.name] });
});

describe("a canary", () => {
  const ramp = (champion: string, canary: string): Ramp => ({
    steps: [0.2, 0.5, 1],
    step: 0,
    dwellMs: 60_000,
    decisions: 10,
    limits: { ...RAMP_LIMITS, latency: 1e6, scoreShift: null },
    champion,
    canary,
    becomes: "champion",
    from: 1,
  });
  const begin = async (champion: string, candidate: string): Promise<Branch> => {
    await ship(champion);
    const branch = await openBranch();
    const grows = ramp(champion, candidate);
    await registry.changePlan(system.name, 1, { allocations: rampPlan(system, grows), ramp: grows, why: "try" });
    await branch.decider.refresh();
    return branch;
  };
  const ask = async (branch: Branch, times: number): Promise<ReadonlySet<unknown>> =>
    new Set(await Promise.all(Array.from({ length: times }, async (_, i) => (await decideHere(branch, `e${i}`)).arm)));
  const version = (branch: Branch) => branch.decider.serving(system.name)?.epoch;

  test("climbs by itself to everybody, each step with its reason in the history, and is undone as a whole", async () => {
    const [champion, candidate] = [await releaseOf(0.7), await releaseOf(0.8)];
    const branch = await begin(champion, candidate);
    expect(await ask(branch, 150)).toEqual(new Set(["champion", "canary"]));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(version(branch)).toBe(2);
    clock.advance(60_000);
    await expect.poll(() => version(branch)).toBe(3);
    await ask(branch, 100);
    clock.advance(60_000);
    await expect.poll(() => version(branch)).toBe(4);
    expect(await ask(branch, 20)).toEqual(new Set(["champion"]));
    expect(await decide(branch)).toMatchObject({ release: candidate });
    const steps = (await registry.history(system.name)).filter(({ by }) => by === "alidade");
    expect(steps.map(({ what }) => what)).toEqual(["plan.changed", "plan.changed"]);
    expect(steps[0]!.why).toMatch(/^canary: \d+ decisions in 60 s, 0 failed; on to 50%$/);
    expect(await registry.rollback(system.name, { why: "no" })).toMatchObject({ restores: 1 });
  });

  test("that fails is taken back within a second or so, with its reason", async () => {
    const champion = await releaseOf(0.7);
    const draft = {
      system: system.name,
      kind: "model" as const,
      models: { risk: await modelOf("risk", 0.75) },
      policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 },
      why: "test",
    };
    // A head that the weights ask for and the release lacks: every decision falls back to the rule.
    await registry.reweigh(system, { values: { doubt: 1 }, why: "test" });
    const now = (await registry.currentWeights(system.name))!.id;
    const { record } = await registry.addRelease({ ...draft, weights: now });
    const branch = await begin(champion, record.id);
    await ask(branch, 300);
    await expect.poll(() => version(branch), { timeout: 5_000 }).toBe(3);
    const plan = (await registry.currentPlan(system.name))!;
    expect(plan).toMatchObject({ restores: 1, by: "alidade", why: expect.stringMatching(/decisions failed/) });
    expect(await ask(branch, 20)).toEqual(new Set(["champion"]));
  });
});

test("a shadow is asked beside what is served, compared, and seen by nobody", async () => {
  const [champion, shadow] = [await releaseOf(0.75), await releaseOf(0.25)];
  await ship(champion);
  const plan = (await registry.currentPlan(system.name))!;
  const { allocations } = plan;
  const shadows = [{ release: shadow, share: 0.5 }];
  await registry.changePlan(system.name, 1, { allocations, shadows, why: "look" });
  const branch = await openBranch();
  for (let i = 0; i < 200; i++)
    expect(await decideHere(branch, `e${i}`)).toMatchObject({ release: champion, score: 0.75 });
  await new Promise((resolve) => setImmediate(resolve));
  const { shadows: seen } = branch.watcher.watched(system.name)!;
  const { decisions, agreed, failed, difference, shed } = seen[shadow]!;
  // 200 draws of a half: within five standard deviations.
  expect(Math.abs(decisions + shed - 100)).toBeLessThan(36);
  expect([agreed, failed, difference.mean]).toEqual([0, 0, -0.5]);
  const metrics = await (await fetch(`${branch.server.url}/metrics`)).text();
  expect(metrics).toContain(`alidade_shadow_decisions{system="readmission",release="${shadow}",answer="other"}`);
  expect(metrics).toContain('alidade_serving_epoch{system="readmission"} 2');
});

test("a server takes its announcement back when it closes", async () => {
  const { server } = await openBranch();
  const notices = async () => (await readdir(join(state.location, "serving"))).filter((name) => name.endsWith(".json"));
  expect(await notices()).toHaveLength(1);
  await server.close();
  expect(await notices()).toEqual([]);
});
