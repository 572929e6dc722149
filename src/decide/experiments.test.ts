import { describe, expect, test } from "vitest";
import { seededIds, virtualClock } from "../kernel/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { Allocation, ExperimentTerms, Registry } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { closeBenches, openBench } from "../train/clinic.conformance.ts";
import { ordering, simulatedMessages } from "../train/desk.conformance.ts";
import { decideOne, deciderOf, loadState, rankOne, releasePairs, replay, type ServingState } from "./index.ts";
import { plain, served, system } from "./served.conformance.ts";

closeBenches();

const HOUR = 3_600_000;
const terms = (design: string, control: string, more: Partial<ExperimentTerms> = {}): ExperimentTerms => ({
  ...{ name: "x", design, namespace: "n", salt: "s", control, from: 0, to: 1 },
  ...more,
});

/** The state of an experiment between the rule and the model. */
async function running(
  of: SystemDefinition,
  registry: Registry,
  make: (
    rule: string,
    model: string,
  ) => { readonly arms: readonly Omit<Allocation, "experiment">[]; readonly terms: ExperimentTerms },
): Promise<ServingState> {
  const releases = await registry.releases(of.name);
  const [rule, model] = ["rule", "model"].map((kind) => releases.findLast((one) => one.kind === kind)!.id) as [
    string,
    string,
  ];
  const { arms, terms } = make(rule, model);
  const before = (await registry.currentPlan(of.name))!;
  const allocations = arms.map((one): Allocation => ({ ...one, experiment: "x" }));
  const plan = await registry.changePlan(of.name, before.version, { allocations, experiments: [terms], why: "test" });
  return loadState(of, plan, { registry });
}

const asRecord = (body: ReturnType<typeof decideOne>, at = 0): DecisionRecord =>
  JSON.parse(JSON.stringify({ v: 1, kind: "decision", id: "d", at, subject: "e", body: { ...body, took: 1 } }));

describe("disagreement-triggered", () => {
  test("counts in both arms the very questions that the releases answer differently", async () => {
    const { registry } = await served();
    const state = await running(system, registry, (rule, model) => ({
      arms: [
        { arm: "control", release: rule, beside: model, share: 0.5, purpose: "experiment" },
        { arm: "treatment", release: model, beside: rule, share: 0.5, purpose: "experiment" },
      ],
      terms: terms("disagreement", "control"),
    }));
    const records: DecisionRecord[] = [];
    for (let i = 0; i < 120; i++) {
      const given = { ...plain, visits: i % 6, age: 20 + (i % 60) };
      const bodies = ["a", "b", "c", "d"].map((name) => decideOne(state, { id: "d", entity: `${name}${i}`, given }));
      expect(new Set(bodies.map(({ eligible }) => eligible)).size).toBe(1);
      records.push(...bodies.map((body) => asRecord(body)));
    }
    const counted = records.filter(({ body }) => body.eligible).length;
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThan(records.length);
    expect(new Set(records.map(({ body }) => body.arm)).size).toBe(2);
    const pair = { control: state.plan.allocations[0]!.release, treatment: state.plan.allocations[1]!.release };
    expect([...releasePairs(records, state, pair)].map(({ differs }) => differs)).toEqual(
      records.map(({ body }) => body.eligible),
    );
    expect(replay(records[0]!, state).same).toBe(true);
  });
});

describe("interleaving", () => {
  const candidates = Array.from({ length: 9 }, (_, i) => ({
    id: `m${i}`,
    given: { urgent: 1 + (i % 9), length: 5 + 2 * i, area: "east" },
  }));

  test("shows the picks of both, each told by who put it there, and plays again", async () => {
    const bench = await openBench();
    await bench.answer(ordering, simulatedMessages());
    const state = await running(ordering, bench.registry, (rule, model) => ({
      arms: [{ arm: "interleaved", release: rule, beside: model, share: 1, purpose: "experiment" }],
      terms: terms("interleaving", "interleaved"),
    }));
    const alone = (release: string) => {
      const allocations = [{ arm: "a", release, share: 1, purpose: "champion" as const }];
      return rankOne(
        { ...state, plan: { ...state.plan, allocations } },
        { id: "d", entity: "e", given: { who: 3 }, candidates },
      ).answer as string[];
    };
    const [{ release, beside = "" }] = state.plan.allocations as [Allocation];
    const orders = { control: alone(release), treatment: alone(beside) };
    const teams = { control: 0, treatment: 0 };
    for (let i = 0; i < 40; i++) {
      const body = rankOne(state, { id: `d${i}`, entity: "e", given: { who: 3 }, candidates });
      const shown = (body.answer as string[]).map((id) => body.candidates!.find((one) => one.id === id)!);
      expect(new Set(body.answer as string[]).size).toBe(orders.control.length);
      // The first place is one order's first.
      expect([orders.control[0], orders.treatment[0]]).toContain(shown[0]!.id);
      for (const { id, team } of shown) expect(orders[team!]).toContain(id);
      teams[shown[0]!.team!]++;
      const record = { ...asRecord(body), id: `d${i}` };
      expect(replay(record, state)).toEqual({ same: true, differs: [] });
      expect(body).toMatchObject({ eligible: true, arm: "interleaved" });
    }
    // Forty fair coins: four standard deviations.
    expect(Math.abs(teams.treatment - 20)).toBeLessThan(4 * Math.sqrt(10));
  });
});

describe("time", () => {
  test("gives everybody one arm of a switchback at a time, and counts nothing while it burns in", async () => {
    const { registry } = await served();
    const switchback = { from: 0, blockMs: HOUR, burnInMs: HOUR / 4 };
    const state = await running(system, registry, (rule, model) => ({
      arms: [
        { arm: "control", release: rule, share: 0.5, purpose: "experiment" },
        { arm: "treatment", release: model, share: 0.5, purpose: "experiment" },
      ],
      terms: terms("switchback", "control", { switchback }),
    }));
    const ask = (at: number, entity = "e") => decideOne(state, { id: "d", entity, at, given: plain });
    expect(new Set(["a", "b", "c"].map((entity) => ask(5, entity).arm)).size).toBe(1);
    expect(new Set([ask(5).arm, ask(HOUR + 5).arm]).size).toBe(2);
    expect([ask(5).eligible, ask(HOUR / 2).eligible]).toEqual([false, true]);
    expect(replay(asRecord(ask(HOUR + 5), HOUR + 5), state).same).toBe(true);
  });

  test("is kept back from whoever waits by lot, and the receipt says so", async () => {
    const { registry, state: stored } = await served();
    await running(system, registry, (rule) => ({
      arms: [
        { arm: "plus-0ms", release: rule, share: 0.5, delayMs: 0, purpose: "experiment" },
        { arm: "plus-80ms", release: rule, share: 0.5, delayMs: 80, purpose: "experiment" },
      ],
      terms: terms("latency-price", "plus-0ms"),
    }));
    const waited: number[] = [];
    const wait = async (ms: number): Promise<void> => void waited.push(ms);
    const deps = {
      registry,
      journal: stored.journal,
      clock: virtualClock(1_000),
      ids: seededIds(1),
      stopwatch: () => 0,
      wait,
    };
    const decider = await deciderOf([system], deps);
    const records = await Promise.all(
      Array.from({ length: 30 }, (_, i) => decider.decide(system, { entity: `e${i}`, given: plain })),
    );
    const delayed = records.filter(({ body }) => body.delayed === 80);
    expect(waited).toEqual(delayed.map(() => 80));
    expect(delayed.length).toBeGreaterThan(0);
    expect(records.every(({ body }) => body.arm === `plus-${body.delayed}ms`)).toBe(true);
  });
});
