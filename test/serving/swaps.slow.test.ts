import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadState, replay } from "../../src/decide/index.ts";
import { rng, wallClock } from "../../src/kernel/index.ts";
import { servingBoard, statePass, writerPorts } from "../../src/presets.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { RAMP_LIMITS, type Ramp, rampPlan, registryOf } from "../../src/registry/index.ts";
import { type ManageOptions, type RunningServer, startServer, startThreadedServer } from "../../src/server/index.ts";
import { openPlace, type Place, system } from "./branch.ts";

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const CHANGES = 200;
const LANES = 8;

/** One change of what is served, of every kind in turn; resolves to the plan's version, or to null where it must be refused. */
async function change(turn: number, draws: ReturnType<typeof rng>): Promise<number | null> {
  const { registry } = place;
  const outputs = { risk: draws.uniform(), doubt: draws.uniform() };
  const name = system.name;
  if (turn % 5 === 0) return place.ship(await place.release(outputs));
  if (turn % 5 === 1)
    return (await registry.reweigh(system, { values: { doubt: draws.uniform() * 2 - 1 }, why: "swap" })).plan!.version;
  if (turn % 5 === 2) return (await registry.rollback(name, { why: "swap" })).version;
  if (turn % 5 === 3) {
    const plan = (await registry.currentPlan(name))!;
    const champion = plan.allocations[0]!.release;
    const ramp: Ramp = {
      steps: [0.3, 1],
      step: 0,
      dwellMs: 0,
      decisions: 0,
      limits: RAMP_LIMITS,
      champion,
      canary: await place.release(outputs),
      becomes: "champion",
      from: plan.version,
    };
    const allocations = rampPlan(system, ramp);
    return (await registry.changePlan(name, plan.version, { allocations, ramp, why: "swap" })).version;
  }
  await place.ship(await place.release(outputs, true));
  return null;
}

/** Every receipt in the journal is of one plan: its release, weights and models, with the numbers that these give. */
async function checkReceipts(): Promise<readonly DecisionRecord[]> {
  const { registry, state } = place;
  const plans = new Map((await registry.planHistory(system.name)).map((plan) => [plan.id, plan]));
  const states = new Map<string, ReturnType<typeof loadState>>();
  const found: DecisionRecord[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await state.journal.read(cursor, 1_000, "decision");
    found.push(...(page.entries as readonly DecisionRecord[]));
    if (page.entries.length < 1_000) break;
    cursor = page.next;
  }
  for (const record of found) {
    const { plan: planId, arm, release: releaseId, versions, reasons } = record.body;
    const plan = plans.get(planId)!;
    expect(plan.allocations.find((one) => one.arm === arm)?.release).toBe(releaseId);
    const release = await registry.findRelease(releaseId);
    expect([versions.models, versions.weights]).toEqual([release.models, release.weights]);
    expect(reasons.filter((reason) => reason.startsWith("fallback."))).toEqual([]);
    const loading = states.get(planId) ?? loadState(system, plan, { registry });
    states.set(planId, loading);
    expect(replay(record, await loading)).toEqual({ same: true, differs: [] });
  }
  return found;
}

test("two hundred swaps, rollbacks, new weights, canaries and failed deploys in process lose and mix nothing", async () => {
  await place.ship(await place.release({ risk: 0.5, doubt: 0.5 }));
  const decider = await place.decider();
  let over = false;
  let made = 0;
  const lane = async (name: number): Promise<void> => {
    for (let i = 0; !over; i++) {
      await decider.decide(system, { entity: `${name}-${i % 97}`, given: { patient: 1, visits: 3 } });
      made++;
    }
  };
  const lanes = Array.from({ length: LANES }, (_, name) => lane(name));
  const draws = rng({ seed: 4, purpose: "swaps" });
  for (let turn = 0; turn < CHANGES; turn++) {
    const before = decider.serving(system.name)!;
    const version = await change(turn, draws);
    const refreshed = decider.refresh(system.name);
    if (version === null) {
      await expect(refreshed).rejects.toMatchObject({ code: "decide.release-unusable" });
      expect(decider.serving(system.name)).toBe(before);
      await place.registry.rollback(system.name, { why: "it cannot be served" });
      await decider.refresh(system.name);
    } else {
      expect(await refreshed).toBe(true);
      const { body } = await decider.decide(system, { entity: "probe", given: { patient: 1, visits: 3 } });
      made++;
      expect(body.plan).toBe((await place.registry.currentPlan(system.name))!.id);
    }
  }
  over = true;
  await Promise.all(lanes);
  expect(await checkReceipts()).toHaveLength(made);
  expect(made).toBeGreaterThan(CHANGES * 5);
});

/** A busy machine turns nobody away here: whatever is not answered has failed. */
const PATIENT = { load: { longestDelayMs: 60_000 } };

function managing(): ManageOptions {
  const { state } = place;
  return {
    registry: (who: string) => registryOf({ state, clock: wallClock, who }),
    board: servingBoard(state.location),
  };
}

async function openServer(): Promise<RunningServer> {
  const decider = await place.decider();
  const { journal } = place.state;
  const findDecision = async (id: string) => (await journal.find("decision", id)) as DecisionRecord | undefined;
  return await startServer({ decider, port: 0, findDecision, manage: managing(), refreshMs: 50, http: PATIENT });
}

async function openThreads(): Promise<RunningServer> {
  const { state, registry } = place;
  const pass = await statePass(state, {});
  return await startThreadedServer({
    systems: [system],
    threads: 2,
    registry,
    connect: () => writerPorts(state),
    startThread: (start) => {
      const entry = new URL("./branch-thread.ts", import.meta.url);
      return new Worker(entry, { workerData: { start, pass }, transferList: [start.talk], execArgv: [] });
    },
    modelBytes: 2 ** 20,
    port: 0,
    // The ramps are the test's own to go on with.
    manage: { ...managing(), everyMs: 3_600_000 },
    refreshMs: 50,
    http: PATIENT,
  });
}

test.each([
  ["two servers at once", async () => [await openServer(), await openServer()]],
  ["two threads of one server", async () => [await openThreads()]],
])("the same over HTTP on %s: every request answered, every change on both when it was told", async (_, open) => {
  await place.ship(await place.release({ risk: 0.5, doubt: 0.5 }));
  const servers = await open();
  const board = servingBoard(place.state.location);
  let over = false;
  const answers = new Map<number, number>();
  const ask = async ({ url }: RunningServer, entity: string): Promise<string> => {
    const response = await fetch(`${url}/v1/decide`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ entity, given: { patient: 1, visits: 3 } }),
    });
    answers.set(response.status, (answers.get(response.status) ?? 0) + 1);
    return ((await response.json()) as { id: string }).id;
  };
  const lane = async (name: number): Promise<void> => {
    for (let i = 0; !over; i++) await ask(servers[name % servers.length]!, `${name}-${i % 97}`);
  };
  const lanes = Array.from({ length: LANES }, (_, name) => lane(name));
  const draws = rng({ seed: 5, purpose: "swaps" });
  const took: number[] = [];
  for (let turn = 0; turn < CHANGES; turn++) {
    const version = await change(turn, draws);
    const start = performance.now();
    const epoch = (await place.registry.currentPlan(system.name))!.version;
    const told = await board.tell({ kind: "changed", system: system.name, epoch });
    expect(told.map(({ taken }) => taken)).toEqual(servers.map(() => version !== null));
    if (version === null) await place.registry.rollback(system.name, { why: "it cannot be served" });
    else {
      took.push(performance.now() - start);
      const ids = await Promise.all(servers.flatMap((server) => [ask(server, "probe"), ask(server, "probe")]));
      for (const id of ids) {
        const { body } = (await place.state.journal.find("decision", id)) as DecisionRecord;
        expect(body.plan).toBe((await place.registry.currentPlan(system.name))!.id);
      }
    }
  }
  over = true;
  await Promise.all(lanes);
  const [made] = [...answers.values()];
  expect([...answers.keys()]).toEqual([200]);
  expect(await checkReceipts()).toHaveLength(made!);
  // A rollback must be everywhere in under a second. This machine is busy meanwhile, with who knows what beside.
  expect(took.toSorted((a, b) => a - b)[took.length >> 1]).toBeLessThan(1_000);
  await Promise.all(servers.map((server) => server.close()));
});
