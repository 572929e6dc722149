import { describe, expect, test } from "vitest";
import type { SettledRanking } from "../../policy/index.ts";
import { championPlan } from "../../registry/index.ts";
import { closeBenches, openBench } from "../../train/clinic.conformance.ts";
import { ordering, simulatedMessages } from "../../train/desk.conformance.ts";
import { gatherCandidates, loadState, type RankQuestion, rankOne, replay, type ServingState } from "../index.ts";

closeBenches();

async function served(): Promise<ServingState> {
  const { answer, registry } = await openBench();
  await answer(ordering, simulatedMessages());
  const release = (await registry.releases(ordering.name)).find(({ kind }) => kind === "model")!;
  const before = (await registry.currentPlan(ordering.name))!;
  const allocations = championPlan({ holdback: 0 }, release.id);
  await registry.changePlan(ordering.name, before.version, { allocations, why: "test" });
  return loadState(ordering, (await registry.currentPlan(ordering.name))!, { registry });
}

/** The state with its ranking arranged in another way, its file and its release alike. */
function arranged(state: ServingState, arrangement: object): ServingState {
  const releases = [...state.releases].map(([id, release]) => {
    const policy = { ...(release.policy as SettledRanking), ...arrangement };
    return [id, { ...release, policy }] as const;
  });
  const policy = { ...state.system.policy, ...arrangement } as typeof state.system.policy;
  return { ...state, system: { ...state.system, policy }, releases: new Map(releases) };
}

const candidates = Array.from({ length: 12 }, (_, i) => ({
  id: `m${i}`,
  given: { urgent: 1 + (i % 9), length: 5 + 2 * i, area: i % 3 === 0 ? "east" : "west" },
  source: i % 2 === 0 ? "inbox" : "phone",
}));
const question: RankQuestion = { id: "d", entity: "e", given: { who: 3 }, candidates };
const again = (state: ServingState, asked: RankQuestion = question) => {
  const body = { ...rankOne(state, asked), took: 1 };
  const record = { v: 1, kind: "decision", id: asked.id, at: 0, subject: asked.entity, body } as const;
  return replay(JSON.parse(JSON.stringify(record)), state);
};

describe("an order of many", () => {
  test("is that of each scored by itself", async () => {
    const state = await served();
    const together = rankOne(state, question);
    for (const [i, candidate] of candidates.entries()) {
      const [alone] = rankOne(state, { ...question, candidates: [candidate] }).candidates!;
      const { position: _, slot: __, propensity: ___, examined: ____, ...one } = together.candidates![i]!;
      expect(alone).toMatchObject(one);
    }
  });

  test("looks at the best of a stage alone, and says of the others where they went", async () => {
    const state = await served();
    const [head] = Object.keys(state.system.heads);
    const staged = arranged(state, { stages: [{ heads: [head], keep: 4 }] });
    const body = rankOne(staged, question);
    const cut = body.candidates!.filter(({ reasons }) => reasons.includes("stage.cut:1"));
    expect(body.answer).toEqual(rankOne(state, question).answer);
    expect(body.candidates!.filter(({ score }) => score !== null)).toHaveLength(4);
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.every(({ score, position }) => score === null && position === null)).toBe(true);
    expect(again(staged)).toEqual({ same: true, differs: [] });
  });

  test("of which nobody is left after a stage blames no head for it", async () => {
    const state = await served();
    const sources = { inbox: { off: true }, phone: { off: true } };
    const body = rankOne(arranged(state, { sources, stages: [{ heads: [], keep: 4 }] }), question);
    expect(body.answer).toEqual([]);
    expect([...body.reasons, ...body.candidates!.flatMap(({ reasons }) => reasons)].join()).not.toContain("fallback");
  });

  test("leaves out a source that is switched off, unknown or has had its share", async () => {
    const state = await served();
    const off = arranged(state, { sources: { inbox: { most: 2 }, phone: { off: true } } });
    const body = rankOne(off, question);
    const reasons = body.candidates!.map((one) => one.reasons[0]);
    expect(reasons.filter((_, i) => i % 2 === 1)).toEqual(new Array(6).fill("source.off:phone"));
    expect(reasons.filter((_, i) => i % 2 === 0).map((reason) => reason === "source.over:inbox")).toEqual([
      ...[false, false],
      ...[true, true, true, true],
    ]);
    const unknown = arranged(state, { sources: { inbox: {} } });
    expect(rankOne(unknown, question).candidates![1]!.reasons[0]).toBe("source.unknown:phone");
    expect(again(off).same).toBe(true);
  });

  test("is the earlier version's where a head fails, and as it came where nobody can say and that is declared", async () => {
    const state = await served();
    const lost = [...state.releases].map(([id, release]) => {
      const models = Object.fromEntries(
        Object.entries(release.models).map(([head, model]) => [head, { ...model, format: "?" }]),
      );
      return [id, { ...release, models }] as const;
    });
    const before = lost.map(([id, release]) => {
      const own = state.releases.get(id)!.models;
      const previous = Object.fromEntries(
        Object.entries(own).map(([head, model]) => [head, { version: "mdl_1", model }]),
      );
      return [id, { ...release, previous }] as const;
    });
    const stood = rankOne({ ...state, releases: new Map(before) }, question);
    expect(stood).toMatchObject({ answer: rankOne(state, question).answer, level: "previous" });
    const rule = { op: "field", field: "gone", kind: "number" } as unknown as typeof state.system.rule;
    const nobody = { ...state, releases: new Map(lost), system: { ...state.system, rule, default: "as-given" } };
    expect(rankOne(nobody, question)).toMatchObject({ answer: ["m0", "m1"], level: "default" });
    expect(again({ ...state, releases: new Map(before) }).same).toBe(true);
  });

  test("of an older receipt, without places that say why, replays as it was", async () => {
    const state = await served();
    const body = { ...rankOne(state, question), took: 1 };
    const old = body.candidates!.map(({ slot: _, propensity: __, examined: ___, ...one }) => one);
    const record = {
      v: 1,
      kind: "decision",
      id: "d",
      at: 0,
      subject: "e",
      body: { ...body, candidates: old },
    } as const;
    expect(replay(record, state)).toEqual({ same: true, differs: [] });
  });
});

describe("candidates of several sources", () => {
  const asked = {
    policy: { ...ordering.policy, sources: { slow: { timeout: "20ms" }, off: { off: true }, two: { most: 2 } } },
  };
  const some = (...ids: readonly string[]) => ids.map((id) => ({ id, given: {} }));

  test("come together, each once, without those of a source that is late, off or broken", async () => {
    let aborted = false;
    const { candidates: found, sources } = await gatherCandidates(asked as unknown as typeof ordering, {
      two: async () => some("a", "b", "c"),
      slow: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            aborted = true;
            resolve(some("late"));
          });
        }),
      off: async () => some("never"),
      broken: () => Promise.reject(new Error("gone")),
      free: async () => some("b", "d"),
    });
    expect(found.map(({ id, source }) => `${id} of ${source}`)).toEqual(["a of two", "b of two", "d of free"]);
    expect(sources).toEqual({
      two: { came: 3, over: 1 },
      slow: { came: 0, missing: "late" },
      off: { came: 0, missing: "off" },
      broken: { came: 0, missing: "failed" },
      free: { came: 2 },
    });
    expect(aborted).toBe(true);
  });

  test("are none of a source that gives no list, and what is no candidate is left out", async () => {
    const odd = { none: undefined, nil: null, text: "abc", mixed: [null, 1, { id: "" }, { id: "a", given: {} }, {}] };
    const finders = Object.entries(odd).map(([name, came]) => [name, async () => came as never] as const);
    const thrown = () => {
      throw new Error("at once");
    };
    const gathered = await gatherCandidates(ordering, {
      ...Object.fromEntries(finders),
      thrown,
      fine: async () => some("b"),
    });
    expect(gathered.candidates.map(({ id, source }) => `${id} of ${source}`)).toEqual(["a of mixed", "b of fine"]);
    const failed = { came: 0, missing: "failed" };
    expect(gathered.sources).toEqual({
      ...{ none: failed, nil: failed, text: failed, thrown: failed },
      ...{ mixed: { came: 5, unfit: 4 }, fine: { came: 1 } },
    });
  });

  test("are at most as many as a request takes, the first of each, and the receipt says of which there were more", async () => {
    const state = await served();
    const list = (name: string, count: number) => async () =>
      Array.from({ length: count }, (_, i) => ({ id: `${name}${i}`, given: candidates[i % 12]!.given }));
    const gathered = await gatherCandidates(ordering, { a: list("a", 300), b: list("b", 200), c: list("c", 20) });
    const ids = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`);
    expect(gathered.candidates.map(({ id }) => id)).toEqual([...ids("a", 280), ...ids("b", 200), ...ids("c", 20)]);
    expect(gathered.sources).toEqual({ a: { came: 300, over: 20 }, b: { came: 200 }, c: { came: 20 } });
    const asked = { ...question, ...gathered };
    expect(rankOne(state, asked).reasons).toEqual(["policy.ranked-by-score", "source.over:a"]);
    expect(again(state, asked).same).toBe(true);
  });

  test("are in the receipt with what came of each, and replay", async () => {
    const state = await served();
    const sources = { inbox: { came: 6 }, phone: { came: 0, missing: "late" as const } };
    expect(rankOne(state, { ...question, sources }).sources).toEqual(sources);
    expect(again(state, { ...question, sources }).same).toBe(true);
  });
});
