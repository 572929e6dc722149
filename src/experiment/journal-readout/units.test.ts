import { describe, expect, test } from "vitest";
import type { DecisionBody, DecisionRecord } from "../../records/index.ts";
import { type CollectRequest, collectUnits, type Label } from "./units.ts";

const body: DecisionBody = {
  system: "newsfeed",
  plan: "plan_1",
  arm: "control",
  purpose: "experiment",
  experiment: "exp",
  eligible: true,
  release: "rel_1",
  versions: { models: {}, weights: "w", policy: "p", contract: "c" },
  given: {},
  features: {},
  heads: {},
  score: 0.2,
  action: "show",
  propensity: 1,
  acted: true,
  reasons: [],
  took: 1,
};

function decision(id: string, subject: string, change: Partial<DecisionBody> = {}): DecisionRecord {
  return { v: 1, kind: "decision", id, at: Number(id), subject, body: { ...body, ...change } };
}

function collect(decisions: readonly DecisionRecord[], change: Partial<CollectRequest> = {}) {
  return collectUnits({
    experiment: "exp",
    decisions,
    label: () => ({ state: "known", value: true }),
    money: ({ body: { acted } }, value) => (acted ? (value === null ? null : value === true ? 8 : -1) : 0),
    ...change,
  });
}

describe("collecting units", () => {
  test("sums every decision of an entity", () => {
    const labels: Record<string, Label> = {
      1: { state: "known", value: true },
      2: { state: "known", value: false, late: true },
      3: { state: "pending" },
      4: { state: "pending" },
    };
    const decisions = [
      decision("1", "a"),
      decision("2", "a"),
      decision("3", "a"),
      decision("4", "b", { acted: false }),
    ];
    const { units } = collect(decisions, { label: ({ id }) => labels[id]! });
    expect(units).toEqual([
      {
        arm: "control",
        entered: 1,
        unit: "a",
        decisions: 3,
        money: 7,
        moneyComplete: false,
        acted: 3,
        known: 2,
        pending: 1,
        late: 1,
        positive: 1,
      },
      {
        arm: "control",
        entered: 4,
        unit: "b",
        decisions: 1,
        money: 0,
        moneyComplete: true, // what skipping brings does not hang on the label
        acted: 0,
        known: 0,
        pending: 1,
        late: 0,
        positive: 0,
      },
    ]);
  });

  test("passes over other experiments, and counts what it leaves out by reason", () => {
    const { subject, ...anonymous } = decision("4", "x");
    const decisions = [
      decision("1", "a"),
      decision("2", "b", { experiment: "other" }),
      decision("3", "c", { eligible: false }),
      anonymous,
      decision("9", "a"),
    ];
    const collected = collect(decisions, { matureBefore: 9 });
    expect(collected.units.map(({ unit, decisions }) => [unit, decisions])).toEqual([["a", 1]]);
    expect(collected.leftOut).toEqual({ ineligible: 1, anonymous: 1, immature: 1 });
    expect(subject).toBe("x");
  });

  test("leaves a unit in the first arm that it met, and says how many met another", () => {
    const collected = collect([decision("1", "a"), decision("2", "a", { arm: "treatment", release: "rel_2" })]);
    expect(collected.units).toMatchObject([{ arm: "control", unit: "a", decisions: 2 }]);
    expect(collected.crossed).toBe(1);
  });

  test("lists the releases that each arm served", () => {
    const decisions = [decision("1", "a"), decision("2", "b", { release: "rel_2" }), decision("3", "c")];
    expect(collect(decisions).releases.get("control")).toEqual(["rel_1", "rel_2"]);
  });
});
