import { describe, expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { toJson } from "../../report/index.ts";
import {
  designOfPlan,
  type JournalReadout,
  type Readout,
  readoutFromJournal,
  readoutJson,
  readoutReport,
} from "../index.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);

/** A shop that mails some customers: a mail costs 1, and a sale of 10 follows it or does not. */
const system = {
  name: "shop",
  objective: {
    stated: true,
    currency: "USD",
    payoff: { mail: { yes: 10, no: 0 }, skip: { yes: 0, no: 0 } },
    cost: { mail: 1 },
  },
  outcomes: { sold: { kind: "flag", within: "7d", changedByActing: false } },
  policy: { policy: "act-if", threshold: 0.5 },
  heads: {},
} as unknown as JournalReadout["system"];

const allocations = [
  { arm: "champion", share: 0.6 },
  { arm: "a", share: 0.2, experiment: "e" },
  { arm: "b", share: 0.2, experiment: "e" },
];
const design = designOfPlan(allocations, { experiment: "e", units: 200 });

function decision(no: number, change: Partial<DecisionRecord["body"]> = {}): DecisionRecord {
  const arm = no % 2 === 0 ? "a" : "b";
  const action = arm === "b" ? "mail" : "skip";
  const seen = { given: { secret: 1 }, features: {}, heads: {}, score: 1, reasons: [], took: 0 };
  const versions = { models: {}, weights: "w", policy: "p", contract: "c" };
  const where = { system: "shop", plan: "p", arm, purpose: "experiment", experiment: "e", eligible: true } as const;
  const body = { ...seen, ...where, versions, release: `rel_${arm}`, action, propensity: 1, acted: action === "mail" };
  return { v: 1, kind: "decision", id: `d${no}`, at: START + no, subject: `u${no}`, body: { ...body, ...change } };
}

function sale(no: number, days: number, key = `s${no}`): OutcomeRecord {
  const happenedAt = START + no + days * DAY;
  const body = { system: "shop", decision: `d${no}`, outcome: "sold", value: true, happenedAt };
  return { v: 1, kind: "outcome", id: key, at: happenedAt, body };
}

/** 200 customers; of the 100 who are mailed (odd numbers), the first 50 buy a day later. */
const decisions = Array.from({ length: 200 }, (_, no) => decision(no));
const sales = Array.from({ length: 50 }, (_, i) => sale(2 * i + 1, 1));
const read = (entries: readonly Envelope[], days: number, early = false): Promise<Readout> =>
  readoutFromJournal({ system, design, entries, now: START + days * DAY, early });

describe("a readout from the journal", () => {
  test("prices what was done by what then happened", async () => {
    const { arms, lifts, labels, verdict } = await read([...decisions, ...sales], 8);
    expect(arms.map(({ arm, units, decisions: n }) => [arm, units, n])).toEqual([
      ["a", 100, 100],
      ["b", 100, 100],
    ]);
    // Mailed: half bring 10 - 1, half lose 1.
    expect(lifts[0]!.perUnit).toMatchObject({ value: 4 });
    expect(labels).toEqual({ known: 200, pending: 0, late: 0 });
    expect(verdict).toMatchObject({ kind: "better", arm: "b", rule: "fixed-horizon", preliminary: false });
  });

  test("counts a report and a decision that come twice once, and one that comes too late not at all", async () => {
    const again = [...sales, ...sales, sale(199, 7.5), ...decisions];
    const { lifts, labels } = await read([...decisions, ...again], 20);
    expect(lifts[0]!.perUnit).toMatchObject({ value: 4 });
    expect(labels).toEqual({ known: 200, pending: 0, late: 1 });
  });

  test("passes over other systems and other experiments", async () => {
    const others = [
      { ...decision(1000, { system: "other" }) },
      { ...decision(1001, { experiment: "f" }) },
      { v: 1, kind: "exposure", id: "x", at: START, body: {} } as const,
    ];
    expect(await read([...others, ...decisions, ...sales], 8)).toEqual(await read([...decisions, ...sales], 8));
  });

  test("leaves decisions out while their window is open, or counts them and says that it is early", async () => {
    const entries = [...decisions, ...sales];
    const patient = await read(entries, 2);
    expect(patient.leftOut.immature).toBe(200);
    expect(patient.verdict.kind).toBe("insufficient");
    const early = await read(entries, 2, true);
    // A skipped customer brings nothing whatever happens, but what was mailed is still open.
    expect(early.labels).toEqual({ known: 50, pending: 150, late: 0 });
    expect(early.verdict.preliminary).toBe(true);
  });

  test("reads a journal page by page as well as one in memory", async () => {
    async function* paged(): AsyncGenerator<Envelope> {
      yield* [...decisions, ...sales];
    }
    const request = { system, design, now: START + 8 * DAY };
    expect(await readoutFromJournal({ ...request, entries: paged() })).toEqual(await read([...decisions, ...sales], 8));
  });
});

test("a plan's experiment becomes a design with the shares of its part of the traffic", () => {
  expect(design).toEqual({
    name: "e",
    arms: [
      { arm: "a", share: 0.5 },
      { arm: "b", share: 0.5 },
    ],
    unit: "entity",
    control: "a",
    planned: { units: 200 },
  });
  expect(designOfPlan(allocations, { experiment: "e", control: "b" }).control).toBe("b");
  const named = [...allocations, { arm: "control", share: 0.2, experiment: "e" }];
  expect(designOfPlan(named, { experiment: "e" }).control).toBe("control");
  expect(() => designOfPlan(allocations, { experiment: "nothing" })).toThrow(
    "In experiment `nothing`, there must be at least two arms. Got 0.",
  );
});

describe("what a readout says", () => {
  const wording = { currency: "USD", unit: "customer" };

  test("begins with a verdict in money, and leaks nothing that was seen", async () => {
    const report = readoutReport(await read([...decisions, ...sales], 8), wording);
    expect(report.verdict).toMatchObject({ tone: "good" });
    expect(report.verdict!.text).toMatch(/^Ship “b”: it brings \$4\.00 more per customer than “a” \(95% interval/);
    expect(toJson(report)).not.toContain("secret");
  });

  test("is that it is too early while every window is open, and when the first will count", async () => {
    const sentence = async (days: number, early: boolean): Promise<string> =>
      readoutReport(await read([...decisions, ...sales], days, early), wording).verdict!.text;
    expect(await sentence(2, false)).toBe(
      "Too early: 200 decisions are still within their 7 days; the first counts on 2026-01-12. `--early` counts them now.",
    );
    expect(await sentence(2, true)).toContain("Preliminary");
    const few = readoutReport(await read([...decisions.slice(0, 20), ...sales.slice(0, 5)], 2, true), wording);
    expect(few.verdict!.text).toMatch(/^Keep running: .* Preliminary: money is still to come\.$/);
  });

  test("is in costs, and in no share of them, where both arms lose", async () => {
    const ward = structuredClone(system) as typeof system;
    Object.assign(ward.objective, { payoff: { mail: { yes: -2, no: -6 }, skip: { yes: -6, no: -8 } }, cost: {} });
    const others = sales.map((_, i) => sale(2 * i, 1));
    const readout = await readoutFromJournal({
      system: ward,
      design,
      entries: [...decisions, ...sales, ...others],
      now: START + 8 * DAY,
    });
    const report = readoutReport(readout, wording);
    expect(report.verdict!.text).toMatch(/^Ship “b”: it costs \$3\.00 less per customer than “a”/);
    expect(report.summary[0]).toMatch(/“b” cost \$4\.00 per customer against \$7\.00 for “a”\.$/);
    expect(JSON.stringify(report)).not.toContain("Relative");
    expect(readoutJson(readout, wording).lifts[0]!.relative).toEqual({ insufficient: "control-not-positive" });
  });

  test("speaks of a thousand where one brings cents", async () => {
    const cents = structuredClone(system) as typeof system;
    Object.assign(cents.objective, {
      payoff: { mail: { yes: 0.1, no: 0 }, skip: { yes: 0, no: 0 } },
      cost: { mail: 0.01 },
    });
    const readout = await readoutFromJournal({
      system: cents,
      design,
      entries: [...decisions, ...sales],
      now: START + 8 * DAY,
    });
    expect(readoutReport(readout, wording).verdict!.text).toContain("$40.00 more per 1,000 customers");
  });

  test("is the same for programs, with reasons in place of numbers that are not there", async () => {
    const full = readoutJson(await read([...decisions, ...sales], 8), wording);
    expect(full.lifts[0]!.perUnit).toMatchObject({ value: 4, level: 0.95 });
    expect(full.verdict.sentence).toMatch(/^Ship/);
    const empty = await read([], 8);
    expect(isInsufficient(empty.srm.pValue)).toBe(true);
    const json = readoutJson(empty, wording);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json.lifts[0]!.perUnit).toHaveProperty("insufficient");
    expect(readoutReport(empty, wording).verdict).toMatchObject({ tone: "unknown" });
  });
});
