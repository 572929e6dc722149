import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, text } from "../../data/index.ts";
import { latency, moneySaved, type Requirements } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import type { HistoryEvent, Release, Run, Snapshot, TrafficPlan } from "../../registry/index.ts";
import { binary, on, type SystemDefinition } from "../../system/index.ts";
import { type Evidence, journalFacts, type Scorecard, scorecardOf, scorecardReport } from "../index.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 31);

const h = on(
  contract({
    who: text(),
    visits: number(),
    age: number({ personal: "age" }),
    back: flag({ known: "after" }),
  }),
);

interface Declared {
  readonly personal?: boolean;
  readonly described?: boolean;
  readonly requirements?: Requirements;
}

function shop({ personal = false, described = false, requirements }: Declared = {}): SystemDefinition {
  const objective = {
    metric: moneySaved,
    direction: "increase",
    ...{ baseline: 0, target: 1, by: "2027-06-30", currency: "USD", asked: "us", approves: ["lead"] },
    payoff: { call: { yes: 10, no: 0 }, skip: { yes: 0, no: 0 } },
    guardrails: [latency({ p99Ms: 20 })],
    ...(requirements === undefined ? {} : { requirements }),
  } as const;
  return h.system({
    name: "shop",
    source: csv("shop.csv"),
    entity: "who",
    objective,
    outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: false }) },
    features: h.features((r) => ({ seen: personal ? r.visits.plus(r.age) : r.visits })),
    rule: (f) => f.seen.atLeast(3),
    heads: { risk: binary({ label: "back", learner: { learner: "logistic", params: {} } }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
    ...(described ? { about: { seen: { owner: "desk" } } } : {}),
  });
}

const nothing: Evidence = {
  ...{ system: shop(), file: "shop/system.mts", now: NOW },
  ...{ runs: [], snapshots: [], models: [], releases: [], plans: [], history: [], comparisons: [], tokens: [] },
  journal: null,
};

const run = (parts: Partial<Run> = {}): Run => ({
  ...{ id: "run_shop_1", number: 1, system: "shop", snapshot: "s", seed: 1, why: "training", kind: "train" },
  ...{ parent: null, params: {}, provenance: null, by: "ada", startedAt: NOW - DAY, endedAt: NOW, took: 60_000 },
  ...{ status: "finished", turn: 0, models: ["mdl_1"], facts: { gate: "pass" }, metrics: {}, artefacts: {} },
  ...parts,
});
const release = (id: string, parts: Partial<Release> = {}): Release => ({
  ...{ id, system: "shop", kind: "model", models: { risk: "mdl_1" }, weights: "wts_1", policy: { cutoff: 0.5 } },
  ...{ createdAt: NOW - DAY, by: "ada" },
  ...parts,
});
const plan = (parts: Partial<TrafficPlan> = {}): TrafficPlan => ({
  ...{ id: "pln_1", system: "shop", version: 1, salt: "s", by: "ada", at: NOW - DAY, why: "it earns more" },
  allocations: [{ arm: "champion", release: "rel_1", share: 1, purpose: "champion" }],
  ...parts,
});
const event = (what: string, parts: Partial<HistoryEvent> = {}): HistoryEvent => ({
  ...{ what, subject: "x", why: "because", system: "shop", number: 1, at: NOW - DAY, by: "ada" },
  ...parts,
});
const snapshot: Snapshot = {
  ...{ id: "s", system: "shop", rows: 5_000, quarantined: 0, source: "shop.csv", blob: "b" },
  ...{ createdAt: NOW - DAY, by: "ada" },
};
const model = { id: "mdl_1", createdAt: NOW - 20 * DAY } as Evidence["models"][number];

interface Served {
  readonly took?: number;
  readonly level?: "rule";
  readonly outcomeAt?: number;
  readonly perSecond?: number;
}

/** A thousand decisions of January, and one outcome. */
async function journal({ took = 3, level, outcomeAt, perSecond = 1 }: Served = {}): Promise<Evidence["journal"]> {
  const body = { system: "shop", reasons: [], score: 0.5, took, action: "call", ...(level && { level }) };
  async function* entries(): AsyncGenerator<Envelope> {
    for (let i = 0; i < 1_000; i++) {
      const at = NOW - 2 * DAY + Math.floor(i / perSecond) * 1_000;
      yield { kind: "decision", id: `dec_${i}`, at, body } as unknown as DecisionRecord;
    }
    if (outcomeAt !== undefined)
      yield { kind: "outcome", id: "o", at: outcomeAt, body: { system: "shop" } } as unknown as OutcomeRecord;
  }
  return await journalFacts(entries(), "shop");
}

function found(evidence: Partial<Evidence>, asks: RegExp) {
  const cells = scorecardOf({ ...nothing, ...evidence }).qualities.flatMap(({ cells }) => cells);
  return cells.find((cell) => asks.test(cell.asks))!.found;
}
const findingOf = (evidence: Partial<Evidence>, asks: RegExp): string => found(evidence, asks).finding;

describe("a scorecard", () => {
  test("asks four requirements and seven principles, and claims nothing without evidence", () => {
    const { qualities, score } = scorecardOf(nothing);
    expect(score).toEqual({ good: 0, fair: 0, poor: 0, none: qualities.flatMap(({ cells }) => cells).length });
    expect(qualities.map(({ name, of }) => `${of} ${name}`)).toEqual([
      ...["Reliability", "Scalability", "Maintainability", "Adaptability"].map((name) => `requirement ${name}`),
      ...["Modularity", "Scalability", "Reproducibility", "Automation", "Monitoring", "Security", "Adaptability"].map(
        (name) => `principle ${name}`,
      ),
    ]);
    for (const { cells } of qualities)
      for (const { found } of cells) {
        expect(found.finding).toBe("none");
        expect("needs" in found && found.needs.length).toBeGreaterThan(10);
      }
  });

  test("names, for whatever it found, where that is to be seen and as of when", async () => {
    const evidence: Evidence = {
      ...nothing,
      ...{ runs: [run()], snapshots: [snapshot], models: [model], releases: [release("rel_1")], plans: [plan()] },
      ...{ tokens: [{ scopes: ["read"], expiresAt: NOW + DAY, revoked: false }], journal: await journal() },
    };
    const cells = scorecardOf(evidence).qualities.flatMap(({ cells }) => cells);
    const known = cells.flatMap(({ found }) => (found.finding === "none" ? [] : [found]));
    expect(known.length).toBeGreaterThan(8);
    for (const { see, at } of known) {
      expect(see).toMatch(/^`alidade [a-z]+/);
      expect(at).toBeGreaterThan(0);
    }
  });
});

describe("a cell follows its evidence:", () => {
  test("fallbacks", async () => {
    const asks = /release itself answer/;
    expect(findingOf({ journal: await journal() }, asks)).toBe("good");
    expect(findingOf({ journal: await journal({ level: "rule" }) }, asks)).toBe("poor");
  });

  test("latency, against the guardrail", async () => {
    expect(findingOf({ journal: await journal({ took: 3 }) }, /come in time/)).toBe("good");
    expect(findingOf({ journal: await journal({ took: 40 }) }, /come in time/)).toBe("poor");
  });

  test("load, against what is required", async () => {
    const system = shop({ requirements: { peakPerSecond: 50 } });
    expect(findingOf({ journal: await journal({ perSecond: 10 }), system }, /busiest/)).toBe("fair");
    expect(findingOf({ journal: await journal({ perSecond: 100 }), system }, /busiest/)).toBe("good");
    expect(found({ journal: await journal({ perSecond: 100 }) }, /busiest/)).toMatchObject({
      says: "The busiest second had 100 decisions; nobody has declared how many there will be.",
    });
  });

  test("outcomes", async () => {
    const asks = /outcomes come back/i;
    expect(findingOf({ journal: await journal() }, asks)).toBe("none");
    expect(findingOf({ journal: await journal({ outcomeAt: NOW - 3 * DAY }) }, asks)).toBe("good");
    expect(findingOf({ journal: await journal({ outcomeAt: NOW - 60 * DAY }) }, asks)).toBe("poor");
  });

  test.each([
    ["a rollback", /way back/, { plans: [plan(), plan({ restores: 1 })] }, "good"],
    [
      "a release that could not be served",
      /could every release/i,
      { history: [event("release.check-failed")] },
      "fair",
    ],
    ["releases that were served", /could every release/i, { plans: [plan()], releases: [release("rel_1")] }, "good"],
    ["time to learn", /time to learn/, { runs: [run()] }, "good"],
    ["a day of learning", /time to learn/, { runs: [run({ took: 20 * 3_600_000 })] }, "fair"],
    ["reasons", /say why/, { history: [event("plan.changed")] }, "good"],
    ["changes without a reason", /say why/, { history: [event("plan.changed", { why: "" })] }, "poor"],
    ["reports", /leave a report/, { runs: [run({ artefacts: { report: "a.html" } })] }, "good"],
    ["trainings without one", /leave a report/, { runs: [run()] }, "poor"],
    [
      "features with an owner",
      /features described/,
      { snapshots: [snapshot], system: shop({ described: true }) },
      "good",
    ],
    ["features that nobody described", /features described/, { snapshots: [snapshot] }, "poor"],
    [
      "a young model",
      /how old/i,
      {
        ...{ plans: [plan()], releases: [release("rel_1")], models: [model] },
        system: shop({ requirements: { retrain: "30d" } }),
      },
      "good",
    ],
    [
      "an old model",
      /how old/i,
      {
        ...{ plans: [plan()], releases: [release("rel_1")], models: [model] },
        system: shop({ requirements: { retrain: "7d" } }),
      },
      "poor",
    ],
    [
      "other weights over the same model",
      /without learning/,
      { releases: [release("rel_1"), release("rel_2", { weights: "wts_2" })] },
      "good",
    ],
    ["proof", /experiments show/, { comparisons: [{ proof: true, until: NOW }] }, "good"],
    ["comparisons that prove nothing", /experiments show/, { comparisons: [{ proof: false, until: NOW }] }, "poor"],
    [
      "one part changed alone",
      /one part alone/,
      { releases: [release("rel_1"), release("rel_2", { weights: "wts_2" })] },
      "good",
    ],
    [
      "everything changed at once",
      /one part alone/,
      {
        releases: [release("rel_1"), release("rel_2", { weights: "wts_2", models: { risk: "mdl_2" } })],
      },
      "poor",
    ],
    ["a single head", /head learn by itself/, { runs: [run()] }, "good"],
    ["the same bytes", /same model/, { history: [event("model.reproduced", { facts: { same: true } })] }, "good"],
    ["other bytes", /same model/, { history: [event("model.reproduced", { facts: { same: false } })] }, "poor"],
    [
      "a clean commit",
      /which code/,
      { runs: [run({ provenance: { commit: "c", dirty: false } as Run["provenance"] })] },
      "good",
    ],
    [
      "a dirty one",
      /which code/,
      { runs: [run({ provenance: { commit: "c", dirty: true } as Run["provenance"] })] },
      "poor",
    ],
    ["a gate that is heeded", /gates decide/, { runs: [run()] }, "good"],
    ["a gate that is set aside", /gates decide/, { runs: [run()], history: [event("gate.overridden")] }, "poor"],
    ["canaries by hand", /grow by themselves/, { plans: [plan({ ramp: {} as TrafficPlan["ramp"] & object })] }, "fair"],
    [
      "canaries by themselves",
      /grow by themselves/,
      { plans: [plan({ ramp: {} as TrafficPlan["ramp"] & object, by: "alidade" })] },
      "good",
    ],
    ["nobody held back", /without it/, { plans: [plan()] }, "poor"],
    [
      "a holdback",
      /without it/,
      { plans: [plan({ allocations: [{ arm: "h", release: "r", share: 0.05, purpose: "holdback" }] })] },
      "good",
    ],
    ["guardrails", /more watched/, { plans: [plan()] }, "good"],
    ["tokens", /token open/, { tokens: [{ scopes: ["read"], expiresAt: NOW + DAY, revoked: false }] }, "good"],
    ["an endless token", /token open/, { tokens: [{ scopes: ["read"], expiresAt: null, revoked: false }] }, "fair"],
    ["features without personal data", /personal/, { snapshots: [snapshot] }, "good"],
    [
      "a contract that calls nothing personal",
      /personal/,
      { snapshots: [snapshot], system: { ...shop(), contract: { ...shop().contract, fields: {} } } },
      "fair",
    ],
    ["features that read them", /personal/, { snapshots: [snapshot], system: shop({ personal: true }) }, "fair"],
  ] as const)("%s", (...[, asks, evidence, finding]) => {
    expect(findingOf(evidence as Partial<Evidence>, asks)).toBe(finding);
  });
});

test("the page says at a glance how each quality stands, by its weakest cell, and lists every question", () => {
  const scorecard: Scorecard = scorecardOf({ ...nothing, runs: [run()] });
  const document = scorecardReport(scorecard);
  const cells = scorecard.qualities.flatMap(({ cells }) => cells);
  expect(document.summary[0]).toMatch(new RegExp(`^Of ${cells.length} questions, .* no evidence yet\\.$`));
  expect(document.sections.map(({ title }) => title).slice(0, 2)).toEqual(["Requirements", "Design principles"]);
  const text = JSON.stringify(document);
  for (const { asks } of cells) expect(text).toContain(asks);
});
