import { describe, expect, test } from "vitest";
import { rng, seededIds, virtualClock } from "../kernel/index.ts";
import { actIf } from "../policy/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { Allocation } from "../registry/index.ts";
import { championPlan } from "../registry/index.ts";
import { closeBenches, openBench } from "../train/clinic.conformance.ts";
import { labelling, simulatedMessages } from "../train/desk.conformance.ts";
import {
  budgetsOf,
  countersHere,
  decideOne,
  deciderOf,
  loadState,
  replay,
  type ServedCutoffs,
  type ServingState,
} from "./index.ts";
import { entityIn, plain, served, system } from "./served.conformance.ts";

closeBenches();

const HOUR = 3_600_000;

/** The state of a system that acts so often an hour, and of which everybody is scored high enough to be acted on. */
async function limited(change: object, policy: object = {}): Promise<ServingState> {
  const { serving } = await served();
  return { ...serving, system: { ...system, ...change, policy: { ...system.policy, ...policy } } as typeof system };
}

function asks(state: ServingState, counters = countersHere()) {
  const budgets = budgetsOf(counters);
  return async (id: string, at: number, whom: { entity?: string; given?: object } = {}) => {
    const { entity = "e", given = plain } = whom;
    const question = { id, entity, given };
    const body = await budgets.decide(state, { question, decide: decideOne, at });
    const record: DecisionRecord = { v: 1, kind: "decision", id, at, subject: entity, body: { ...body, took: 1 } };
    return { body, record };
  };
}

describe("a limit of an action", () => {
  test("lets so many through in each window, and says why the next is not", async () => {
    const state = await limited({ limits: { call: { most: 3, per: "1h" } } });
    const entity = entityIn(state, "champion");
    const ask = asks(state);
    const acted: boolean[] = [];
    for (let i = 0; i < 10; i++) acted.push((await ask(`d${i}`, i, { entity })).body.acted);
    expect(acted).toEqual([true, true, true, ...new Array<boolean>(7).fill(false)]);
    const { body, record } = await ask("late", 10, { entity });
    expect(body).toMatchObject({ acted: false, propensity: 1, reasons: ["limit.spent:action:call"] });
    expect(body.limits).toEqual({ "action:call": { most: 3, used: 3, elapsed: 10 / HOUR } });
    expect(replay(JSON.parse(JSON.stringify(record)) as DecisionRecord, state)).toEqual({ same: true, differs: [] });
    expect((await ask("next", HOUR, { entity })).body.acted).toBe(true);
  });

  test("holds for callers at once: what the counter refuses is decided again, and replays", async () => {
    const state = await limited({ limits: { call: { most: 3, per: "1h" } } });
    const entity = entityIn(state, "champion");
    const ask = asks(state);
    const made = await Promise.all(Array.from({ length: 20 }, (_, i) => ask(`d${i}`, 0, { entity })));
    expect(made.filter(({ body }) => body.acted)).toHaveLength(3);
    const refused = made.filter(({ body }) => body.limits?.["action:call"]?.given === false);
    expect(refused.length).toBeGreaterThan(0);
    for (const { record } of made) expect(replay(record, state)).toEqual({ same: true, differs: [] });
  });

  test("is not asked by a system that declares none", async () => {
    const state = await limited({});
    const ask = asks(state, { take: () => Promise.reject(new Error("asked")) });
    expect((await ask("d", 0)).body.limits).toBeUndefined();
  });
});

describe("a capacity over a window", () => {
  const capacity = { most: 20, per: "1h", of: 100 };

  test("is paced: what runs ahead of time pays a price, and the counter never gives more", async () => {
    const state = await limited({}, { capacity });
    const ask = asks(state);
    const draws = rng({ seed: 2, purpose: "arrivals" });
    const times = Array.from({ length: 300 }, () => draws.uniform() * HOUR).sort((a, b) => a - b);
    const made: DecisionRecord[] = [];
    for (const [i, at] of times.entries())
      made.push((await ask(`d${i}`, Math.floor(at), { entity: `patient ${i}` })).record);
    const acted = made.filter(({ body }) => body.acted);
    expect(acted.length).toBeLessThanOrEqual(20);
    expect(acted.length).toBeGreaterThan(15);
    // At three times the expected demand 3^(−1/3) of an even pace is left for the second half: 7, less four errors of thinning.
    expect(acted.filter(({ at }) => at > HOUR / 2).length).toBeGreaterThan(2);
    expect(made.some(({ body }) => body.reasons.includes("policy.below-price"))).toBe(true);
    for (const record of made) expect(replay(record, state)).toEqual({ same: true, differs: [] });
  });

  test("is judged as a share, and served with the cutoffs of a price: the better cases are those that pay it", async () => {
    const { threshold } = system.policy;
    const { serving: state } = await served({ ...system, policy: actIf({ threshold, capacity }), holdback: 0 });
    const [release] = [...state.releases.values()];
    const policy = release!.policy as ServedCutoffs;
    expect(policy.ladder?.share).toBe(0.2);
    const draws = rng({ seed: 3, purpose: "arrivals" });
    const times = Array.from({ length: 300 }, () => draws.uniform() * HOUR).sort((a, b) => a - b);
    const ask = asks(state);
    const made: DecisionRecord[] = [];
    for (const [i, at] of times.entries()) {
      const given = { ...plain, visits: draws.integer(6), age: 20 + draws.integer(60) };
      made.push((await ask(`d${i}`, Math.floor(at), { entity: `patient ${i}`, given })).record);
    }
    const champion = made.filter(({ body }) => body.purpose === "champion");
    const acted = champion.filter(({ body }) => body.acted);
    const mean = (of: readonly DecisionRecord[]) => of.reduce((sum, { body }) => sum + body.score!, 0) / of.length;
    expect(acted.length).toBeLessThanOrEqual(20);
    expect(acted.length).toBeGreaterThan(15);
    expect(acted.filter(({ at }) => at > HOUR / 2).length).toBeGreaterThan(2);
    const priced = champion.filter(({ body }) => body.reasons[0] === "policy.below-price");
    expect(priced.length).toBeGreaterThan(0);
    expect(mean(acted)).toBeGreaterThan(mean(priced));
    for (const record of made) expect(replay(record, state)).toEqual({ same: true, differs: [] });
  });

  test("is split between arms by their share, and a plan that changes starts no budget afresh", async () => {
    const state = await limited({}, { capacity: { most: 10, per: "1h", of: 10 } });
    const [allocation] = state.plan.allocations as readonly [Allocation];
    const arm = (name: string, share: number): Allocation => ({ ...allocation, arm: name, share, purpose: "champion" });
    const halves = { ...state, plan: { ...state.plan, allocations: [arm("a", 0.7), arm("b", 0.3)] } };
    const counters = countersHere();
    const spend = async (of: ServingState) => {
      const ask = asks(of, counters);
      const made = [];
      for (let i = 0; i < 200; i++) made.push((await ask(`d${i}`, HOUR - 1, { entity: `patient ${i}` })).body);
      const acted = made.filter((body) => body.acted);
      return Object.fromEntries(
        ["a", "b", "c"].map((name) => [name, acted.filter((body) => body.arm === name).length]),
      );
    };
    expect(await spend(halves)).toEqual({ a: 7, b: 3, c: 0 });
    const other = { ...state, plan: { ...state.plan, allocations: [arm("a", 0.5), arm("c", 0.5)] } };
    expect(await spend(other)).toEqual({ a: 0, b: 0, c: 0 });
  });
});

describe("a decision that a budget refuses", () => {
  const asked = { windowMs: HOUR, n: 0, at: 0 };
  const count = 5;
  const together = (state: ServingState, counters: ReturnType<typeof countersHere>) => {
    const ask = asks(state, counters);
    const questions = Array.from({ length: count }, (_, i) => ask(`d${i}`, 0, { entity: `patient ${i}` }));
    return Promise.all(questions);
  };

  test("takes nothing of its arm's where the one of all arms has none left", async () => {
    const state = await limited({ limits: { call: { most: 10, per: "1h" } }, holdback: 0 });
    const [allocation] = state.plan.allocations as readonly [Allocation];
    const arms = ["d", "e"].map((arm): Allocation => ({ ...allocation, arm, share: 0.5, purpose: "champion" }));
    const counters = countersHere();
    const whole = `${system.name}/action:call`;
    await counters.take(whole, { ...asked, most: 10, n: 9 });
    const made = await together({ ...state, plan: { ...state.plan, allocations: arms } }, counters);
    expect(made.filter(({ body }) => body.acted)).toHaveLength(1);
    const left = await Promise.all(arms.map(({ arm }) => counters.take(`${whole}/${arm}`, { ...asked, most: 5 })));
    expect(left.reduce((sum, one) => sum + one.left, 0)).toBe(9);
  });

  test("takes nothing of its action's where the capacity has none left", async () => {
    const capacity = { most: 1, per: "1h", of: 100 };
    const state = await limited({ limits: { call: { most: 10, per: "1d" } } }, { capacity, threshold: 0 });
    const counters = countersHere();
    const made = await together(state, counters);
    const acted = made.filter(({ body }) => body.acted).length;
    const day = { ...asked, windowMs: 24 * HOUR, most: 10 };
    expect((await counters.take(`${system.name}/action:call`, day)).left).toBe(10 - acted);
    for (const { record } of made) expect(replay(record, state)).toEqual({ same: true, differs: [] });
  });

  test("is not acted on where nothing could be counted, and its receipt says so", async () => {
    const state = await limited({ limits: { call: { most: 3, per: "1h" } } });
    const entity = entityIn(state, "champion");
    const all = [true, false].map((isReadable) => {
      const here = countersHere();
      const take: (typeof here)["take"] = async (key, one) =>
        isReadable && one.n === 0 ? here.take(key, one) : { taken: 0, left: 0, uncounted: true };
      return { take };
    });
    for (const counters of all) {
      const { body, record } = await asks(state, counters)("d", 10, { entity });
      expect(body).toMatchObject({ acted: false, propensity: 1, reasons: ["limit.uncounted:action:call"] });
      expect(body.limits?.["action:call"]).toMatchObject({ most: 3, uncounted: true });
      expect(replay(JSON.parse(JSON.stringify(record)) as DecisionRecord, state)).toEqual({ same: true, differs: [] });
    }
  });
});

test("a budget is one for all who decide over the same state directory, and a restart begins no new one", async () => {
  const { state, registry } = await openBench();
  const limits = { call: { most: 5, per: "1h" } };
  const limited = { ...system, limits, holdback: 0 } as typeof system;
  const clock = virtualClock(1_700_000_000_000);
  const { journal, counters } = state;
  const deciding = async (seed: number) =>
    deciderOf([limited], { registry, journal, counters, clock, ids: seededIds(seed), stopwatch: () => 0 });
  const acted = async (decider: Awaited<ReturnType<typeof deciding>>, count: number): Promise<number> => {
    const asked = Array.from({ length: count }, (_, i) => decider.decide(limited, { entity: `p${i}`, given: plain }));
    return (await Promise.all(asked)).filter(({ body }) => body.acted).length;
  };
  const [one, two] = [await deciding(1), await deciding(2)];
  expect((await acted(one, 10)) + (await acted(two, 10))).toBe(5);
  expect(await acted(await deciding(3), 5)).toBe(0);
  clock.advance(HOUR);
  expect(await acted(one, 10)).toBe(5);
});

test("a question that is repeated under its key spends once: at once, later, after a restart and in another window", async () => {
  const { state, registry } = await openBench();
  const limited = { ...system, limits: { call: { most: 5, per: "1h" } }, holdback: 0 } as typeof system;
  const clock = virtualClock(1_700_000_000_000 - (1_700_000_000_000 % HOUR));
  const { journal, counters, ids } = state;
  const deciding = () => deciderOf([limited], { registry, journal, counters, clock, ids, stopwatch: () => 0 });
  const [one, two] = [await deciding(), await deciding()];
  const ask = (decider: typeof one, key: string) => decider.decide(limited, { entity: "p", given: plain, key });
  const left = async () => (await counters.take(`${system.name}/action:call`, take)).left;
  const take = { windowMs: HOUR, most: 5, n: 0, at: clock.now() };
  const first = await ask(one, "order 1");
  expect([first.body.acted, ids.recognises(first.id)]).toEqual([true, true]);
  for (const decider of [one, two, await deciding()]) expect(await ask(decider, "order 1")).toEqual(first);
  expect(await left()).toBe(4);
  // Whoever comes first of those at once, in whichever process, is the one whose answer stays.
  const made = await Promise.all(Array.from({ length: 20 }, (_, i) => ask(i % 2 ? one : two, "order 2")));
  expect(new Set(made.map(({ id, at, body }) => JSON.stringify([id, at, body.acted]))).size).toBe(1);
  expect(await left()).toBe(3);
  clock.advance(HOUR);
  expect(await ask(one, "order 1")).toEqual(first);
  expect((await counters.take(`${system.name}/action:call`, { ...take, at: clock.now() })).left).toBe(5);
  await expect(one.decide(limited, { entity: "another", given: plain, key: "order 1" })).rejects.toMatchObject({
    code: "decide.key-reused",
  });
  expect((await counters.take(`${system.name}/action:call`, { ...take, at: clock.now() })).left).toBe(5);
});

test("a limit of a label gives the next best one when it is spent, and the rule's where all are", async () => {
  const { answer, registry } = await openBench();
  await answer(labelling, simulatedMessages());
  const release = (await registry.releases(labelling.name)).find(({ kind }) => kind === "model")!;
  const before = (await registry.currentPlan(labelling.name))!;
  await registry.changePlan(labelling.name, before.version, {
    allocations: championPlan({ holdback: 0 }, release.id),
    why: "test",
  });
  const loaded = await loadState(labelling, (await registry.currentPlan(labelling.name))!, { registry });
  const given = { who: 1, urgent: 9, length: 10, area: "east" };
  const answers = async (limits: object): Promise<readonly unknown[]> => {
    const state = { ...loaded, system: { ...labelling, limits } as typeof labelling };
    const budgets = budgetsOf(countersHere());
    const made = [];
    for (const id of ["d1", "d2", "d3"]) {
      const question = { id, entity: "e", given };
      const body = await budgets.decide(state, { question, decide: decideOne, at: 0 });
      const record = { v: 1, kind: "decision", id, at: 0, subject: "e", body: { ...body, took: 1 } } as const;
      expect(replay(record, state)).toEqual({ same: true, differs: [] });
      made.push(body.answer);
    }
    return made;
  };
  const [first, second, third] = await answers({ a: { most: 1, per: "1h" } });
  expect(first).toBe("a");
  expect(second).not.toBe("a");
  expect(third).toBe(second);
  const one = { most: 1, per: "1h" };
  expect(new Set(await answers({ a: one, b: one, c: one }))).toEqual(new Set(["a", "b", "c"]));
});
