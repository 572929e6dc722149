import { describe, expect, test } from "vitest";
import type { PickLabel } from "../policy/index.ts";
import { championPlan, initialPlan } from "../registry/index.ts";
import { closeBenches, openBench } from "../train/clinic.conformance.ts";
import { labelling, ordering, simulatedMessages, timing } from "../train/desk.conformance.ts";
import { decideOne, loadState, rankOne, replay, type ServingState } from "./index.ts";

closeBenches();
const table = simulatedMessages();
const plain = { who: 1, urgent: 9, length: 10, area: "east" };

async function served(system: typeof labelling, holdback = 0): Promise<ServingState> {
  const { answer, registry } = await openBench();
  const { result } = await answer(system, table);
  const release = (await registry.releases(system.name)).find(({ kind }) => kind === "model")!;
  const before = (await registry.currentPlan(system.name))!;
  const allocations = championPlan({ holdback }, release.id);
  await registry.changePlan(system.name, before.version, { allocations, why: "test" });
  expect(result.gate.verdict).toBe("pass");
  return loadState(system, (await registry.currentPlan(system.name))!, { registry });
}

const ask = (state: ServingState, given: object, entity = "e") => decideOne(state, { id: "d", entity, given });
/** The receipt as it is stored. */
const stored = (body: ReturnType<typeof decideOne>, subject = "e") =>
  ({ v: 1, kind: "decision", id: "d", at: 0, subject, body: { ...body, took: 1 } }) as const;
const broken = (state: ServingState): ServingState => {
  const releases = [...state.releases].map(([id, release]) => {
    const models = Object.fromEntries(
      Object.entries(release.models).map(([head, model]) => [head, { ...model, format: "?" }]),
    );
    return [id, { ...release, models }] as const;
  });
  return { ...state, releases: new Map(releases) };
};

describe("a label", () => {
  test("is the one worth most, and comes out the same when it is made again", async () => {
    const state = await served(labelling);
    const body = ask(state, plain);
    expect(body).toMatchObject({ answer: "a", acted: false, propensity: 1, reasons: ["policy.most-expected-money"] });
    expect(body.action).toBeUndefined();
    expect(body.heads.desk!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(replay(stored(body), state)).toEqual({ same: true, differs: [] });
    expect(replay(stored({ ...body, answer: "b" }), state).differs).toEqual(["answer"]);
  });

  test("comes with the labels of which one is true nine times in ten, likeliest first, and alone where that is not asked", async () => {
    const state = await served(labelling);
    const { answer, set, heads } = ask(state, plain);
    const order = ["a", "b", "c"].sort((a, b) => heads.desk!["abc".indexOf(b)]! - heads.desk!["abc".indexOf(a)]!);
    expect(set![0]).toBe(answer);
    expect(set).toEqual(order.slice(0, set!.length));
    expect(replay(stored(ask(state, plain)), state).same).toBe(true);
    expect(ask(broken(state), plain).set).toBeUndefined();
    const { coverage: _, ...policy } = labelling.policy as PickLabel;
    const alone = await served({ ...labelling, policy });
    expect(ask(alone, plain)).toMatchObject({ answer: "a" });
    expect(ask(alone, plain).set).toBeUndefined();
  });

  test("is the rule's for who is held back, where the given is outside the contract, and where the head fails", async () => {
    const state = await served(labelling, 0.5);
    const entities = Array.from({ length: 60 }, (_, i) => `e${i}`);
    const held = entities.filter((entity) => ask(state, plain, entity).purpose === "holdback");
    const free = entities.find((entity) => !held.includes(entity))!;
    expect(held.length).toBeGreaterThan(10);
    const east = { ...plain, urgent: 3 };
    expect(ask(state, east, held[0])).toMatchObject({ answer: "b", reasons: ["holdback"], score: null });
    expect(Object.keys(ask(state, east, held[0]).heads)).toEqual(["desk"]);
    const outside = ask(state, { ...plain, urgent: 99 }, free);
    expect(outside).toMatchObject({ answer: "a", reasons: ["fallback.outside-contract", "input.range:urgent"] });
    expect(ask(broken(state), east, free)).toMatchObject({ answer: "b", reasons: ["fallback.head-failed:desk"] });
  });

  test("is nobody's where the rule has nothing to say, and the receipt tells", async () => {
    const { registry } = await openBench();
    const plan = await initialPlan(labelling, registry);
    const state = await loadState(labelling, plan, { registry });
    expect(ask(state, { who: 1 })).toMatchObject({
      answer: null,
      reasons: expect.arrayContaining(["rule", "rule.no-answer"]),
    });
    expect(ask(state, plain)).toMatchObject({ answer: "a", reasons: ["rule"] });
  });
});

describe("a value", () => {
  test("stands in its interval, above what the head says by the settled shift", async () => {
    const state = await served(timing);
    const { answer, score, interval } = ask(state, plain);
    expect(score).toBeCloseTo(2 * 10 + 3 * 9, 0);
    expect(answer).toBeGreaterThan(score!);
    expect((interval![0] + interval![1]) / 2).toBeCloseTo(score!, 9);
    expect(replay(stored(ask(state, plain)), state).same).toBe(true);
  });
});

describe("an order", () => {
  const candidates = [
    { id: "short", given: { urgent: 5, length: 5, area: "west" } },
    { id: "long", given: { urgent: 5, length: 24, area: "west" } },
    { id: "quiet", given: { urgent: 0, length: 24, area: "west" } },
    { id: "odd", given: { urgent: 40, length: 24, area: "west" } },
    { id: "middle", given: { urgent: 5, length: 15, area: "west" } },
  ];
  const rank = (state: ServingState) => rankOne(state, { id: "d", entity: "e", given: { who: 3 }, candidates });

  test("shows the highest scores, and says of every other candidate why it is not there", async () => {
    const state = await served(ordering);
    const body = rank(state);
    expect(body).toMatchObject({ answer: ["long", "middle"], reasons: ["policy.ranked-by-score"], score: null });
    expect(body.candidates?.map(({ position }) => position)).toEqual([null, 1, null, null, 2]);
    expect(body.candidates?.[0]).toMatchObject({ score: expect.any(Number), reasons: [] });
    expect(body.candidates?.[2]).toMatchObject({ score: null, reasons: ["filter.quiet"] });
    expect(body.candidates?.[3]).toMatchObject({ score: null, reasons: ["outside-contract", "input.range:urgent"] });
    expect(replay(stored(body), state)).toEqual({ same: true, differs: [] });
  });

  test("is the rule's for all candidates where the heads cannot score any", async () => {
    const state = await served(ordering);
    const body = rank(broken(state));
    expect(body).toMatchObject({ answer: ["long", "middle"], reasons: ["fallback.no-score"] });
    expect(body.candidates?.[1]?.score).toBe(24);
  });
});
