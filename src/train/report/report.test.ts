import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openState } from "../../backends/index.ts";
import { columnOf, contract, csv, flag, number, type RawTable, text } from "../../data/index.ts";
import { insufficient, rng, virtualClock } from "../../kernel/index.ts";
import { assumed, latency, moneySaved, OPEN_QUESTIONS, unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { registryOf } from "../../registry/index.ts";
import { type Document, silentProgress, toHtml, toTerminal } from "../../report/index.ts";
import type { Compute } from "../../store/index.ts";
import { binary, on, type SystemDefinition } from "../../system/index.ts";
import { train } from "../run/train.ts";
import type { ActRun } from "../run/train-run.ts";
import { modelReport, trainJson, trainSummary } from "./index.ts";

const ROWS = 3_000;

const visits = contract({
  patient: number({ integer: true }),
  visits: number(),
  age: number(),
  ward: text({ values: ["north", "south", "tiny"] }),
  back: flag({ known: "after" }),
});
const h = on(visits);
const features = h.features((r) => ({ visits: r.visits, age: r.age, ward: r.ward }));

const objective = {
  metric: moneySaved,
  direction: "increase",
  baseline: 0,
  target: 250_000,
  by: "2027-06-30",
  currency: "USD",
  payoff: { call: { yes: 1_900, no: 0 }, skip: { yes: 0, no: 0 } },
  cost: { call: 60 },
  effect: assumed(0.2, [0.05, 0.4]),
  perYear: 40_000,
  guardrails: [latency({ p99Ms: 1_000 })],
  asked: "care management",
  approves: ["clinical lead"],
} as const;

function systemOf(goal: "stated" | "unstated", heads: boolean): SystemDefinition {
  const base = {
    name: "readmission",
    source: csv("visits.csv"),
    entity: "patient",
    objective: goal === "stated" ? objective : unstated({ act: "call", otherwise: "skip" }),
    outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: true }) },
    features,
    rule: (f: typeof features) => f.visits.atLeast(3),
    policy: actIf({ threshold: "from-payoff", capacity: { share: 0.2 } }),
    slices: ["ward"],
  } as const;
  if (!heads) return h.system({ ...base, heads: {}, weights: {} });
  const risk = binary({ label: "back", learner: { learner: "logistic", params: {} } });
  return h.system({ ...base, heads: { risk }, weights: { risk: { start: 1, min: 0, max: 1 } } });
}

/** Patients whose chance to come back rises with their visits and their age. */
function simulated(): RawTable {
  const draw = rng({ seed: 7, purpose: "report test" });
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const [seen, age] = [draw.integer(6), 20 + draw.integer(60)];
    const chance = 1 / (1 + Math.exp(4.5 - 0.5 * seen - 0.03 * age));
    const ward = row < 40 ? "tiny" : row % 2 === 0 ? "north" : "south";
    return { patient: row, visits: seen, age, ward, back: draw.uniform() < chance };
  });
  const of = (name: keyof (typeof rows)[number], kind: "number" | "text" | "flag") =>
    columnOf(
      name,
      kind,
      rows.map((row) => row[name]),
    );
  return {
    rows: ROWS,
    columns: [
      of("patient", "number"),
      of("visits", "number"),
      of("age", "number"),
      of("ward", "text"),
      of("back", "flag"),
    ],
  };
}

const compute: Compute = { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) };

async function runOf(system: SystemDefinition): Promise<ActRun> {
  const directory = await mkdtemp(join(tmpdir(), "alidade-report-"));
  const state = await openState(directory, { create: true });
  try {
    return (await train(system, {
      read: async () => simulated(),
      registry: registryOf({ state, clock: virtualClock(0), who: "test" }),
      blobs: state.blobs,
      compute,
      progress: silentProgress,
      stopwatch: () => performance.now(),
      version: "0.0.0",
    })) as ActRun;
  } finally {
    await state.close();
    await rm(directory, { recursive: true });
  }
}

const cases = {
  stated: { system: systemOf("stated", true) },
  unstated: { system: systemOf("unstated", true) },
  rule: { system: systemOf("stated", false) },
} as const;
const runs: Partial<Record<keyof typeof cases, ActRun>> = {};

function reportOf(name: keyof typeof cases): Document {
  return modelReport(runs[name]!, cases[name].system);
}

function screen(name: keyof typeof cases): string {
  const options = { report: ".alidade/reports/mdl_0123456789abcdef.html", next: ["alidade serve readmission.mts"] };
  return toTerminal(trainSummary(runs[name]!, cases[name].system, options), { width: 100, colour: false });
}

beforeAll(async () => {
  for (const [name, { system }] of Object.entries(cases)) runs[name as keyof typeof cases] = await runOf(system);
});

describe("the report", () => {
  test("opens with the gate's word in money", () => {
    const { verdict, summary, title, subtitle } = reportOf("stated");
    const { over } = runs.stated!.result.judgement;
    expect(title).toBe("readmission: should this model decide?");
    expect(subtitle).toContain(`Model ${runs.stated!.result.models[0]!.id}; snapshot `);
    expect(runs.stated!.result.gate.verdict).toBe("pass");
    expect(verdict?.tone).toBe("good");
    expect(verdict?.text).toMatch(
      /^May be released: it earns about \$[\d,]+ more per 1,000 decisions than the rule, if /,
    );
    const gain = "kind" in over.rule ? Number.NaN : Number((over.rule.value * 1_000).toPrecision(3));
    expect(verdict?.text).toContain(`$${gain.toLocaleString("en-US")} more`);
    expect(summary.length).toBeLessThanOrEqual(5);
    expect(summary.join(" ")).toMatch(/40,000 decisions a year .* target is \$250,000 a year by 2027-06-30/);
    expect(summary.join(" ")).toMatch(
      /assumed: nobody has measured .* changes 20%.* if it changes 5% and .* if it changes 40%/,
    );
  });

  test("puts the open questions first when nobody has stated the objective", () => {
    const { verdict, summary, sections } = reportOf("unstated");
    expect(verdict).toMatchObject({ tone: "unknown" });
    expect(verdict?.text).toMatch(/^No verdict: nobody has said what these decisions are worth/);
    expect(sections[0]?.blocks).toEqual([{ kind: "list", items: OPEN_QUESTIONS, ordered: true }]);
    expect(summary.join(" ")).toMatch(
      /values are in points and assumed: “call” counts 1 where it was right and −1 where/,
    );
    expect(JSON.stringify(sections)).not.toContain('"basis":"measured"');
    expect(JSON.stringify(sections)).not.toContain("USD");
  });

  test("says so when the model decides exactly as somebody else does", () => {
    const run = runs.stated!;
    const { judgement } = run.result;
    const over = { ...judgement.over, rule: insufficient("zero-variance") };
    const reasons = [{ code: "value.over-rule", finding: "refuse", message: "Not worth it." }] as const;
    const result = { ...run.result, gate: { verdict: "refuse", reasons }, judgement: { ...judgement, over } } as const;
    const { verdict } = modelReport({ ...run, result }, cases.stated.system);
    expect(verdict).toEqual({ tone: "bad", text: "Refused: it decides exactly as the rule does." });
  });

  test("says that the rule runs alone when there is no head", () => {
    const { title, verdict, sections } = reportOf("rule");
    expect(title).toBe("readmission: the rule");
    expect(verdict?.text).toBe("No verdict: no model is declared, so the rule is what is served.");
    expect(sections.map((section) => section.title)).toEqual([
      "Value",
      "The gate",
      "Warnings",
      "Card and lineage",
      "Words",
    ]);
  });

  test("names the slices with too few rows instead of judging them", () => {
    const slices = reportOf("stated").sections.find(({ title }) => title === "Slices");
    expect(slices?.blocks.at(-1)).toEqual({
      kind: "paragraph",
      text: "Too few rows to say anything: ward: tiny (40 rows).",
    });
    expect(slices?.blocks[0]).toMatchObject({ items: [{ name: /^ward: / }, { name: /^ward: / }] });
  });

  test.each(Object.keys(cases) as (keyof typeof cases)[])("prints no number that is none: %s", async (name) => {
    const html = await toHtml(reportOf(name));
    const terminal = toTerminal(reportOf(name), { width: 100, colour: false, detail: true });
    for (const page of [html.replace(/<style>.*?<\/style>/s, ""), terminal, screen(name)])
      expect(page).not.toMatch(/NaN|Infinity|∞|undefined|null|\[object/);
  });

  test("writes counts whole on the card", () => {
    const card = toTerminal(reportOf("stated"), { width: 100, colour: false, detail: true });
    expect(card).toMatch(/Rows +3,000\n/);
    expect(card).toMatch(/Decisions a year +40,000\n/);
  });

  test("is the same for the same run", () => {
    expect(reportOf("stated")).toEqual(reportOf("stated"));
  });
});

describe("the summary", () => {
  test.each(Object.keys(cases) as (keyof typeof cases)[])("fits on one screen: %s", (name) => {
    const lines = screen(name).trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(36);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(screen(name)).toContain(".alidade/reports/mdl_0123456789abcdef.html");
    expect(screen(name)).toContain("alidade serve readmission.mts");
  });
});

describe("the JSON", () => {
  const interval = { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
  const rival = { perDecision: interval, gain: interval, actRate: expect.any(Number) };

  test("has the shape that other tools rely on", () => {
    const { result } = runs.stated!;
    const json = trainJson(result);
    const [model] = result.models;
    expect(json).toEqual({
      system: "readmission",
      snapshot: { id: result.snapshot.id, rows: ROWS, quarantined: 0 },
      model: { id: model!.id, bytes: model!.bytes },
      models: [{ head: "risk", id: model!.id, bytes: model!.bytes }],
      metrics: Object.fromEntries(Object.keys(result.metrics.risk!).map((name) => [name, interval])),
      value: { perDecision: interval, currency: "USD", basis: "assumed" },
      against: { rule: rival, constant: rival, champion: null },
      slices: result.judgement.slices.map(({ field, value, rows, positives }) => {
        const found = value === "tiny" ? { insufficient: "too-few-rows" } : interval;
        return { field, value, rows, positives, rocAuc: found, perDecision: found, overRule: found };
      }),
      warnings: [{ code: "objective.effect-assumed", message: expect.any(String) }],
      gate: {
        verdict: "pass",
        reasons: result.gate.reasons.map(() => ({
          code: expect.any(String),
          finding: "pass",
          message: expect.any(String),
        })),
      },
      adoption: { kind: "champion", message: expect.any(String) },
      seconds: expect.objectContaining({ total: expect.any(Number) }),
    });
    expect(json.metrics).toHaveProperty("rocAuc");
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  test("has no model when the rule runs alone", () => {
    expect(trainJson(runs.rule!.result)).toMatchObject({ model: null, models: [], metrics: {} });
  });
});
