import { describe, expect, test } from "vitest";
import { insufficient } from "../../kernel/index.ts";
import { latency, moneyEarned, type Requirements, type StatedObjective } from "../../objective/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { planted } from "../planted/all.conformance.ts";
import { feasibilityOf, gapsIn } from "./feasibility.ts";
import type { FeasibilityCase } from "./feasibility-case.ts";
import { gapWords } from "./feasibility-sections.ts";
import type { Footprint } from "./footprint.ts";
import type { Need } from "./need.ts";

const base = planted[0]!.system;
const objective: StatedObjective = {
  stated: true,
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 1,
  by: "2026-12-31",
  currency: "EUR",
  payoff: { grant: { yes: 10, no: -10 }, refuse: { yes: 0, no: 0 } },
  cost: {},
  guardrails: [],
  transparency: "any",
  perYear: 365_000,
  asked: "sales",
  approves: [],
};

/** A system with these requirements, whose outcome is known within a day. */
function systemWith(requirements: Requirements, change: Partial<StatedObjective> = {}): SystemDefinition {
  return { ...base, objective: { ...objective, ...change, requirements } };
}

const footprint: Footprint = {
  rows: 1_000,
  features: 4,
  tableBytes: 32_000,
  fit: { rows: 1_000, seconds: 0.5 },
  modelBytes: 20_000,
  decision: { decisions: 500, medianMs: 0.5, p99Ms: 2 },
};
const work: FeasibilityCase = {
  system: systemWith({}),
  rows: 1_000,
  examples: { count: 200, words: "200 rows", coarser: null },
  footprint,
  assumptions: [],
  learns: true,
  yearly: { value: 100_000, low: 60_000, high: 140_000, level: 0.95 },
  costs: { perYear: null, build: null },
  days: 100,
  machine: { cores: 2, memoryBytes: 1e9 },
  now: Date.UTC(2026, 6, 1),
};
const needOf = (code: string, change: Partial<FeasibilityCase>): Need | undefined =>
  feasibilityOf({ ...work, ...change }).find((need) => need.code === code);

describe("a requirement", () => {
  const cases: readonly (readonly [string, string, Partial<FeasibilityCase>, Need["status"]])[] = [
    ["enough examples", "data.examples", {}, "met"],
    ["too few examples", "data.examples", { examples: { count: 40, words: "40 rows", coarser: null } }, "gap"],
    ["something learned", "algorithm.signal", {}, "met"],
    ["nothing learned", "algorithm.signal", { learns: false }, "gap"],
    ["a latency within reach", "deployment.latency", { system: systemWith({ realTime: { p99Ms: 20 } }) }, "met"],
    ["an impossible latency", "deployment.latency", { system: systemWith({ realTime: { p99Ms: 1 } }) }, "gap"],
    [
      "a guardrail's latency",
      "deployment.latency",
      { system: systemWith({}, { guardrails: [latency({ p99Ms: 1 })] }) },
      "gap",
    ],
    [
      "a latency that nobody measured",
      "deployment.latency",
      { system: systemWith({ realTime: { p99Ms: 1 } }), footprint: { ...footprint, decision: null } },
      "unknown",
    ],
    [
      "fresh events without a stream",
      "deployment.fresh",
      { system: systemWith({ realTime: { p99Ms: 20, fresh: "5m" } }) },
      "gap",
    ],
    // 0.5 ms a decision: 4,000 a second keep two cores busy.
    ["a peak that two cores bear", "scale.peak", { system: systemWith({ peakPerSecond: 4_000 }) }, "met"],
    ["a peak that they do not", "scale.peak", { system: systemWith({ peakPerSecond: 4_001 }) }, "gap"],
    // 1,000 decisions a day take half a second.
    ["a file in a day", "deployment.batch", { system: systemWith({ batch: { every: "1d" } }) }, "met"],
    ["memory enough", "infrastructure.memory", {}, "met"],
    ["too little memory", "infrastructure.memory", { machine: { cores: 2, memoryBytes: 100_000 } }, "gap"],
    ["a model for a page", "infrastructure.browser", { system: systemWith({ runsOn: "browser" }) }, "met"],
    [
      "a model too large for one",
      "infrastructure.browser",
      { system: systemWith({ runsOn: "browser" }), footprint: { ...footprint, modelBytes: 6e6 } },
      "gap",
    ],
    ["training after outcomes are known", "algorithm.retrain", { system: systemWith({ retrain: "1d" }) }, "met"],
    ["training before", "algorithm.retrain", { system: systemWith({ retrain: "1h" }) }, "gap"],
    [
      "a cost within the budget",
      "money.budget-year",
      { system: systemWith({ budget: { perYear: 50_000 } }), costs: { perYear: 40_000, build: null } },
      "met",
    ],
    [
      "a cost beyond it",
      "money.budget-build",
      { system: systemWith({ budget: { build: 50_000 } }), costs: { perYear: null, build: 60_000 } },
      "gap",
    ],
    [
      "a cost that nobody said",
      "money.budget-year",
      { system: systemWith({ budget: { perYear: 50_000 } }) },
      "unknown",
    ],
    ["a gain above the whole budget", "money.upkeep", { system: systemWith({ budget: { perYear: 50_000 } }) }, "met"],
    ["a gain that may be below it", "money.upkeep", { system: systemWith({ budget: { perYear: 90_000 } }) }, "unknown"],
    ["a gain below it", "money.upkeep", { system: systemWith({ budget: { perYear: 150_000 } }) }, "gap"],
    // From the first of July to the end of the year there are 183 days.
    ["an experiment in time", "proof.experiment", { days: 183 }, "met"],
    ["one that comes too late", "proof.experiment", { days: 184 }, "gap"],
    ["one that cannot be planned", "proof.experiment", { days: insufficient("traffic-not-stated") }, "unknown"],
  ];
  test.each(cases.map(([name, ...rest]) => [name, rest] as const))("%s", (_, [code, change, status]) => {
    const need = needOf(code, change);
    expect(need?.status, JSON.stringify(need)).toBe(status);
    expect((need?.options.length ?? 0) > 0).toBe(status === "gap");
  });
});

test("nothing is required that nobody asked for", () => {
  const codes = feasibilityOf(work).map(({ code }) => code);
  expect(codes).toEqual(["data.examples", "algorithm.signal", "infrastructure.memory", "proof.experiment"]);
});

test("a refuted assumption about the data is a gap, one for people is none", () => {
  const refuted = {
    statement: "All is there.",
    check: "complete",
    status: "refuted",
    message: "It is not.",
    worst: [],
  } as const;
  const asked = {
    statement: "They agree.",
    check: "ask",
    status: "refuted",
    message: "They do not.",
    worst: [],
  } as const;
  expect(needOf("data.assumptions", { assumptions: [refuted, asked] })?.found).toBe(
    "“All is there” is refuted. It is not",
  );
  expect(needOf("data.assumptions", { assumptions: [asked] })).toBeUndefined();
});

test("too few examples say how many rows would hold enough, and what is coarser", () => {
  const few = needOf("data.examples", { examples: { count: 20, words: "20 rows", coarser: "count “late” too" } });
  expect(few?.options[0]).toContain("5,000 rows");
  expect(few?.options).toContain("Narrow: count “late” too.");
});

test("the summary names what stands most in the way", () => {
  const few = { count: 20, words: "20 rows", coarser: null };
  const needs = feasibilityOf({ ...work, examples: few, system: systemWith({ realTime: { p99Ms: 1 } }) });
  expect(gapsIn(needs)).toHaveLength(2);
  expect(gapWords(needs)[0]).toContain("Not as required: answers in time.");
  expect(gapWords(needs)[0]).toContain("1 more requirement is not met.");
  expect(gapWords(feasibilityOf(work))).toEqual([]);
});
