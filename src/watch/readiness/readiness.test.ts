import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, text } from "../../data/index.ts";
import { latency, moneySaved } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import type { HistoryEvent, ModelVersion, Release, Run, Snapshot, TrafficPlan } from "../../registry/index.ts";
import { toTerminal } from "../../report/index.ts";
import { binary, on, type SystemDefinition } from "../../system/index.ts";
import { noArm } from "../arm-statistics.ts";
import type { Drill, DrillRow } from "../drills/drill.ts";
import { faults } from "../faults/_catalogue.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import { meaningOf, readinessOf, type TestResult } from "./readiness.ts";
import { readinessReport } from "./report.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 31);

const h = on(
  contract({
    who: text({ personal: "identifier" }),
    visits: number({ min: 0, max: 50 }),
    sex: text({ values: ["f", "m"], personal: "gender" }),
    back: flag({ known: "after" }),
  }),
);

const shop = (whole: boolean): SystemDefinition =>
  h.system({
    name: "shop",
    source: csv("shop.csv"),
    entity: "who",
    objective: {
      ...{ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2027-06-30", currency: "USD" },
      payoff: { call: { yes: 10, no: 0 }, skip: { yes: 0, no: 0 } },
      ...{ asked: "us", approves: ["lead"] },
      guardrails: whole ? [latency({ p99Ms: 20 })] : [],
      ...(whole ? { requirements: { retrain: "30d" } } : {}),
    },
    outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: false }) },
    features: h.features((r) => ({ seen: r.visits })),
    rule: (f) => f.seen.atLeast(3),
    heads: { risk: binary({ label: "back", learner: { learner: "logistic", params: {} } }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
    ...(whole ? { slices: ["sex"], about: { seen: { keep: 10 } } } : {}),
  });

const nothing: Evidence = {
  ...{ system: shop(false), file: "shop/system.mts", now: NOW },
  ...{ runs: [], snapshots: [], models: [], releases: [], plans: [], history: [], comparisons: [], tokens: [] },
  journal: null,
};

const run = (number: number, parts: Partial<Run> = {}): Run => ({
  ...{ id: `run_shop_${number}`, number, system: "shop", snapshot: "s", seed: 1, why: "training", kind: "train" },
  provenance: { commit: `c${number}`, dirty: false, node: "24", platform: "linux", cpus: 2, version: "1" },
  ...{ parent: null, params: {}, by: "ada", startedAt: NOW - DAY, endedAt: NOW, took: 60_000 },
  ...{ status: "finished", turn: 0, models: ["mdl_2"], facts: { gate: "pass" }, metrics: {} },
  artefacts: { report: "reports/run.html" },
  ...parts,
});
const reasons = ["value.over-rule", "value.over-champion", "history.forecast"].map((code) => ({
  ...{ code, finding: "pass", message: "It earns more." },
}));
const model = (id: string, features: string, parts: Partial<ModelVersion> = {}): ModelVersion =>
  ({
    ...{ id, system: "shop", head: "risk", createdAt: NOW - 2 * DAY, gate: { verdict: "pass", reasons } },
    lineage: { code: { features } },
    ...parts,
  }) as ModelVersion;
const release: Release = {
  ...{ id: "rel_1", system: "shop", kind: "model", models: { risk: "mdl_2" }, weights: "w", policy: {} },
  ...{ createdAt: NOW - DAY, by: "ada" },
};
const plan = (parts: Partial<TrafficPlan> = {}): TrafficPlan => ({
  ...{ id: "pln_1", system: "shop", version: 1, salt: "s", by: "alidade", at: NOW - DAY, why: "it earns more" },
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
const rowOf = (fault: string, noticed: number): DrillRow => ({
  ...{ fault, of: "inputs", says: fault, trials: 5, noticed, named: noticed, afterMs: DAY, kinds: [], wrong: 0 },
  unfit: null,
});
const drill = (noticed: number): Drill => ({
  ...{ id: "drl_1", number: 1, system: "shop", at: NOW, by: "ada", periodMs: 3_600_000, horizonMs: DAY, strength: 1 },
  stream: { decisions: 9_000, from: 0, to: NOW },
  ...{ replayed: { same: 9_000, of: 9_000 }, quiet: { ms: DAY, alarms: 0 } },
  rows: Object.keys(faults).map((name) => rowOf(name, noticed)),
});
const ramp = { steps: [0.1, 1] } as unknown as NonNullable<TrafficPlan["ramp"]>;

/** All that a system can show that does everything by machine. */
const everything: Evidence = {
  ...nothing,
  system: shop(true),
  runs: [run(1), run(2), run(3, { kind: "search" }), run(4, { kind: "search" })],
  snapshots: [snapshot],
  models: [model("mdl_1", "a", { createdAt: NOW - 3 * DAY }), model("mdl_2", "b")],
  releases: [release],
  plans: [plan(), plan({ ramp }), plan({ restores: 1, ramp })],
  history: [
    ...["objective.signed", "release.added"].map((what) => event(what)),
    ...[1, 2].map(() => event("model.reproduced", { facts: { same: true } })),
  ],
  comparisons: [{ proof: true, until: NOW - DAY }],
  tokens: [{ scopes: ["decide"], expiresAt: NOW + DAY, revoked: false }],
  journal: {
    ...{ decisions: 1_000, failed: 0, fellBack: 0, took: noArm.took, first: 0, last: NOW },
    ...{ busiest: 3, outcomes: 500, lastOutcome: NOW },
  },
  drills: [drill(5)],
  watched: { from: 0, to: NOW },
};

const resultOf = (evidence: Partial<Evidence>, id: string): TestResult =>
  readinessOf({ ...nothing, ...evidence })
    .sections.flatMap(({ tests }) => tests)
    .find((one) => one.id === id)!;

describe("readiness", () => {
  test("asks seven questions in each of four sections, and claims nothing without evidence", () => {
    const { score, means, sections } = readinessOf(nothing);
    expect(sections.map(({ tests }) => tests.length)).toEqual([7, 7, 7, 7]);
    expect({ score, means }).toEqual({ score: 0, means: "A research project rather than a product." });
    for (const { tests } of sections)
      for (const { points, next } of tests) {
        expect(points).toBe(0);
        expect(next).toMatch(/\.$/);
      }
  });

  test("gives every point to a system whose machines do all of it, and names where it is seen", () => {
    const { score, sections } = readinessOf(everything);
    const open = sections.flatMap(({ tests }) =>
      tests.filter(({ points }) => points < 1).map(({ id, says }) => ({ id, says })),
    );
    expect(open).toEqual([]);
    expect(score).toBe(7);
    for (const { tests } of sections) for (const { see, at } of tests) expect({ see, at }).not.toContain(null);
  });

  test("is as good as its weakest section", () => {
    const { score, sections } = readinessOf({ ...everything, drills: [], watched: null });
    expect(score).toBe(sections.find(({ name }) => name === "Monitoring")!.score);
    expect(score).toBeLessThan(3);
  });

  test("says what a score means as the paper does, every band from its lower end on, which does not belong to it", () => {
    expect([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 5, 5.5].map(meaningOf)).toEqual([
      expect.stringContaining("research project"),
      ...[1, 2].map(() => expect.stringContaining("serious holes")),
      ...[1, 2].map(() => expect.stringContaining("basics")),
      ...[1, 2].map(() => expect.stringContaining("Reasonably")),
      ...[1, 2].map(() => expect.stringContaining("must not fail")),
      expect.stringContaining("as well as anything"),
    ]);
  });
});

describe("half a point", () => {
  test.each<[string, string, Partial<Evidence>]>([
    ["one training that told what features bring", "data.benefit", { runs: [run(1)] }],
    ["one search", "model.tuned", { runs: [run(1, { kind: "search" })] }],
    [
      "one model made again",
      "infrastructure.reproducible",
      { history: [event("model.reproduced", { facts: { same: true } })] },
    ],
    ["a canary moved by hand", "infrastructure.canaried", { plans: [plan({ ramp, by: "ada" })] }],
    [
      "a drill that noticed, without monitors that look",
      "monitoring.invariants",
      { drills: [drill(5)], watched: null },
    ],
    ["a drill that noticed some", "monitoring.invariants", { drills: [drill(3)], watched: { from: 0, to: NOW } }],
    [
      "monitors that stopped looking",
      "monitoring.invariants",
      { drills: [drill(5)], watched: { from: 0, to: NOW - 9 * DAY } },
    ],
  ])("is for %s", (_what, id, evidence) => {
    expect(resultOf(evidence, id)).toMatchObject({ points: 0.5, next: expect.stringMatching(/\.$/) });
  });
});

test("monitors that have too little to read in a period are worth half a point, and say what would give them enough", () => {
  const thin = {
    ...{ monitor: "responseDistribution", kinds: ["score.spiked"], of: "scores" },
    ...{ perPeriod: 8.3, least: 30, periodMs: DAY / 24, period: "6h" },
  };
  expect(resultOf(everything, "monitoring.numbers")).toMatchObject({ points: 1, next: null });
  expect(resultOf({ ...everything, tooLittle: [thin] }, "monitoring.numbers")).toMatchObject({
    points: 0.5,
    next: 'responseDistribution (score.spiked) had 8.3 scores a period of 1 h, and needs 30: set `monitors: { period: "6h" }` in the system file.',
  });
  expect(resultOf({ ...everything, tooLittle: [thin] }, "monitoring.invariants").points).toBe(1);
});

describe("no point", () => {
  const refused = [{ code: "value.over-rule", finding: "refuse", message: "It earns less than the rule." }];
  test.each<[string, string, Partial<Evidence>]>([
    ["faults that went by unseen", "monitoring.invariants", { drills: [drill(1)] }],
    [
      "a model that came out differently",
      "infrastructure.reproducible",
      { history: [event("model.reproduced", { facts: { same: false } })] },
    ],
    [
      "a model that serves against the gate",
      "infrastructure.validated",
      {
        ...{ releases: [release], plans: [plan()], models: [model("mdl_2", "a")] },
        runs: [run(1, { facts: { gate: "refuse" } })],
      },
    ],
    [
      "a model that the rule beats",
      "model.simpler",
      {
        ...{ releases: [release], plans: [plan()], runs: [run(1)] },
        models: [model("mdl_2", "a", { gate: { verdict: "refuse", reasons: refused } })],
      },
    ],
    ["code that nobody committed", "model.reviewed", { runs: [run(1, { provenance: null })] }],
  ])("is for %s, which says so", (_what, id, evidence) => {
    const found = resultOf(evidence, id);
    expect(found).toMatchObject({ points: 0, see: expect.stringContaining("alidade"), next: expect.any(String) });
    expect(found.says).not.toBe("There is no evidence.");
  });
});

test("the page begins with the score and what would raise it", () => {
  const told = toTerminal(readinessReport(readinessOf(nothing)), { width: 120, colour: false });
  expect(told).toContain("0 of 7");
  expect(told).toContain("To raise it");
});

describe("drills", () => {
  type Parts = Partial<Drill> & { readonly trials?: number };
  const of = (names: readonly string[], noticed: number, { trials = 3, ...parts }: Parts = {}): Drill => ({
    ...drill(noticed),
    rows: names.map((name) => ({ ...rowOf(name, noticed), trials })),
    ...parts,
  });
  const four = ["unitChanged", "inputStuck", "fieldMissing", "categoryRecoded"];
  const easy = ["fieldMissing"];
  const invariants = (...drills: readonly Drill[]): TestResult =>
    resultOf({ drills, watched: { from: 0, to: NOW } }, "monitoring.invariants");

  test("of one easy fault do not outweigh what the others showed", () => {
    expect(invariants(of(four, 0), of(easy, 1, { trials: 1 })).points).toBe(0);
    expect(invariants(of(four, 0), of(easy, 3))).toMatchObject({ points: 0, says: expect.stringMatching(/^3 of 12 /) });
    expect(invariants(of(four, 3), of(easy, 0))).toMatchObject({
      points: 0.5,
      says: expect.stringMatching(/^9 of 12 /),
    });
  });

  test("count by the newest three injections of a fault: one that went well does not take back three that did not", () => {
    expect(invariants(of(four, 0), of(four, 3)).points).toBe(1);
    expect(invariants(of(four, 0), of(four, 1, { trials: 1 })).points).toBe(0);
  });

  test("of some of the faults alone show those alone", () => {
    expect(invariants(of(easy, 3))).toMatchObject({
      points: 0,
      says: expect.stringContaining("Nobody injected unitChanged, inputStuck, categoryRecoded"),
      next: expect.stringContaining("--faults unitChanged,inputStuck,categoryRecoded`"),
    });
    expect(invariants(of(four.slice(1), 3)).points).toBe(0.5);
  });

  test("pass over faults that cannot be injected here", () => {
    const unfit = { ...rowOf("categoryRecoded", 0), trials: 0, unfit: "no category" };
    expect(invariants({ ...drill(3), rows: [...of(four.slice(0, 3), 3).rows, unfit] }).points).toBe(1);
  });

  test("of more than 90 days ago, or of a part of what passes by, show nothing", () => {
    const nothingShown = { points: 0, says: "There is no evidence." };
    expect(invariants(of(four, 3, { at: NOW - 90 * DAY }))).toMatchObject(nothingShown);
    expect(invariants(of(four, 3, { at: NOW - 89 * DAY })).points).toBe(1);
    expect(invariants(of(four, 3, { strength: 0.5 }))).toMatchObject(nothingShown);
    expect(invariants(of(four, 3), of(four, 0, { strength: 0.1 })).points).toBe(1);
  });
});
