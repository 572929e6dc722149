import { describe, expect, test } from "vitest";
import { canonical, rng } from "../kernel/index.ts";
import type { Model } from "../model/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { closeBenches } from "../train/clinic.conformance.ts";
import { decideOne, replay, type ServingState } from "./index.ts";
import { entityIn, plain, served, system } from "./served.conformance.ts";

closeBenches();

const draws = rng({ seed: 4, purpose: "test.questions" });
/** Some fields are absent, some out of range, some not among the allowed. */
const questions = Array.from({ length: 400 }, (_, i) => ({
  id: `dec_${i}`,
  entity: `patient ${i % 150}`,
  given: {
    patient: i,
    visits: draws.uniform() < 0.1 ? 500 : draws.integer(6),
    age: 20 + draws.integer(60),
    ...(draws.uniform() < 0.7 ? { ward: draws.uniform() < 0.1 ? "east" : "north" } : {}),
  },
}));

function recordOf(state: ServingState, question: (typeof questions)[number]): DecisionRecord {
  const body = { ...decideOne(state, question), took: 1 };
  return { v: 1, kind: "decision", id: question.id, at: 0, subject: question.entity, body };
}

/** The state with its model exchanged. */
function withModel(state: ServingState, change: (model: Model) => Model): ServingState {
  const releases = [...state.releases].map(([id, release]) => {
    const models = Object.fromEntries(Object.entries(release.models).map(([head, model]) => [head, change(model)]));
    return [id, { ...release, models }] as const;
  });
  return { ...state, releases: new Map(releases) };
}

describe("a decision", () => {
  test("is the same whenever it is made, survives storage, and replays from its receipt", async () => {
    const { serving } = await served();
    for (const question of questions) {
      const record = recordOf(serving, question);
      expect(canonical(decideOne(serving, question))).toBe(canonical(decideOne(serving, question)));
      const stored = JSON.parse(JSON.stringify(record)) as DecisionRecord;
      expect(replay(stored, serving)).toEqual({ same: true, differs: [] });
    }
  });

  test("names what differs when the weights, the model or the plan are others", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const record = recordOf(serving, { id: "dec_1", entity, given: { ...plain, ward: "north" } });
    const [id, release] = [...serving.releases][0]!;
    const heavier = { ...release, weights: { risk: 0.5 }, weightsVersion: "wgt_other" };
    expect(replay(record, { ...serving, releases: new Map([[id, heavier]]) }).differs).toEqual(
      expect.arrayContaining(["versions", "score"]),
    );
    const bent = withModel(serving, (model) => ({ ...model, calibration: { kind: "platt", slope: 1, intercept: -9 } }));
    expect(replay(record, bent).differs).toEqual(expect.arrayContaining(["heads", "score", "action", "acted"]));
    const allocations = serving.plan.allocations.map((part) => ({
      ...part,
      purpose: "experiment" as const,
      experiment: "e",
    }));
    expect(replay(record, { ...serving, plan: { ...serving.plan, allocations } }).differs).toEqual(
      expect.arrayContaining(["purpose", "experiment", "eligible"]),
    );
  });

  test("stores what was given as the contract read it", async () => {
    const { serving, state } = await served();
    const given = { ...plain, day: new Date(86_400_000), ward: "" };
    const record = recordOf(serving, { id: "dec_1", entity: "e", given: given as never });
    expect(record.body.given).toEqual({ ...plain, day: 86_400_000, ward: null });
    await expect(state.journal.append([record])).resolves.toEqual(["accepted"]);
    expect(replay(record, serving).same).toBe(true);
  });

  test("acts on the high scores and not on the low ones", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const ask = (visits: number, age: number) =>
      decideOne(serving, { id: "a", entity, given: { ...plain, visits, age } });
    expect(ask(5, 79)).toMatchObject({ action: "call", acted: true, propensity: 1, reasons: ["policy.above-cutoff"] });
    expect(ask(0, 20)).toMatchObject({ action: "skip", acted: false, propensity: 1, reasons: ["policy.below-cutoff"] });
    expect(ask(5, 79).score).toBe(ask(5, 79).heads.risk![0]);
  });

  test("leaves to chance what ties at the cutoff, with that chance as its propensity", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const { score } = decideOne(serving, { id: "a", entity, given: plain });
    const [id, release] = [...serving.releases][0]!;
    const heads = { cutoff: score!, atCutoff: 0.3 };
    const policy = { policy: "act-if", heads, rule: heads } as const;
    const tied = { ...serving, releases: new Map([[id, { ...release, policy }]]) };
    const n = 2_000;
    const made = Array.from({ length: n }, (_, i) => decideOne(tied, { id: `dec_${i}`, entity, given: plain }));
    const acted = made.filter((one) => one.acted);
    expect(Math.abs(acted.length / n - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / n));
    expect(made.filter((one) => one.propensity !== (one.acted ? 0.3 : 0.7))).toEqual([]);
  });
});

describe("a way out", () => {
  const broken: readonly { readonly how: string; readonly change: (model: Model) => Model }[] = [
    { how: "throws", change: (model) => ({ ...model, format: "gone" }) },
    {
      how: "gives NaN",
      change: (model) => ({ ...model, calibration: { kind: "platt", slope: Number.NaN, intercept: 0 } }),
    },
    {
      how: "gives infinity",
      change: (model) => ({ ...model, calibration: { kind: "isotonic", from: [0], to: [Infinity] } }),
    },
  ];
  test.each(broken)("is the rule when a head $how", async ({ change }) => {
    const { serving } = await served();
    const state = withModel(serving, change);
    const entity = entityIn(serving, "champion");
    for (const [visits, score] of [
      [5, 1],
      [1, 0],
    ] as const) {
      const decision = decideOne(state, { id: "a", entity, given: { ...plain, visits } });
      expect(decision).toMatchObject({ score, heads: {} });
      expect(decision.reasons).toContain("fallback.head-failed:risk");
    }
  });

  test("is the rule when a weight names a head that the release lacks", async () => {
    const { serving } = await served();
    const [id, release] = [...serving.releases][0]!;
    const state = { ...serving, releases: new Map([[id, { ...release, weights: { risk: 1, amount: 1 } }]]) };
    const decision = decideOne(state, { id: "a", entity: entityIn(serving, "champion"), given: plain });
    expect(decision.reasons).toContain("fallback.no-score");
    expect(decision.score).toBe(1);
  });

  test("is the rule for a value outside of the contract; one that is missing is flagged and scored", async () => {
    const { serving } = await served();
    const entity = entityIn(serving, "champion");
    const outside = decideOne(serving, { id: "a", entity, given: { ...plain, visits: 500 } });
    expect(outside.reasons).toEqual(expect.arrayContaining(["fallback.outside-contract", "input.range:visits"]));
    expect(outside).toMatchObject({ heads: {}, score: 1 });
    const { visits: _, ...without } = plain;
    const missing = decideOne(serving, { id: "a", entity, given: without });
    expect(missing.reasons).toContain("input.missing:visits");
    expect(missing.heads.risk).toHaveLength(1);
  });

  test("does not hide a caller's mistake", async () => {
    const { serving } = await served();
    for (const given of [{ ...plain, age: "old" }, { ...plain, agee: 4 }, { ...plain, back: true }, 5, null]) {
      const ask = () => decideOne(serving, { id: "a", entity: "e", given });
      expect(ask).toThrow(expect.objectContaining({ code: "data.given-wrong-type" }));
    }
  });
});

describe("what forbids acting", () => {
  test("is being held back, whatever the score", async () => {
    const { serving } = await served();
    const made = questions.map((question) => decideOne(serving, { ...question, given: plain }));
    const held = made.filter(({ purpose }) => purpose === "holdback");
    expect(held.length).toBeGreaterThan(0);
    for (const { acted, propensity, reasons, score } of held) {
      expect({ acted, propensity, first: reasons[0] }).toEqual({ acted: false, propensity: 1, first: "holdback" });
      expect(score).not.toBeNull();
    }
  });

  test("is a filter, which no weight overrides", async () => {
    const { serving } = await served();
    const filters = [{ name: "often-here", when: system.rule }];
    const [id, release] = [...serving.releases][0]!;
    const always = { cutoff: 0, atCutoff: 1 };
    const policy = { policy: "act-if", heads: always, rule: always } as const;
    const eager = { ...release, weights: { risk: 1e9 }, policy };
    const state = { ...serving, system: { ...system, filters }, releases: new Map([[id, eager]]) };
    const entity = entityIn(serving, "champion");
    const blocked = decideOne(state, { id: "a", entity, given: plain });
    expect(blocked).toMatchObject({ acted: false, action: "skip", propensity: 1, reasons: ["filter.often-here"] });
    expect(decideOne(state, { id: "a", entity, given: { ...plain, visits: 0 } }).acted).toBe(true);
  });
});
