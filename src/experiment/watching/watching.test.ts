import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import type { Measure, StatedObjective, WatchedMetric } from "../../objective/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import type { Comparison } from "../../stats/index.ts";
import { defineDesign } from "../designs/design.ts";
import { joinJournal } from "../journal-readout/join-journal.ts";
import { readAsIf } from "./as-if.ts";
import { fieldsOf, outcomesOf } from "./metrics-of.ts";
import { type ExperimentJournal, experimentFromJournal } from "./read-journal.ts";
import { watchedTable } from "./watched-table.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);

const watch = (measure: Measure): WatchedMetric => ({ measure, role: "deterioration", direction: "increase" });
const SPENT = { quantity: "outcome", outcome: "spent" } as const;
const METRICS = {
  spent: watch({ measure: "mean", of: SPENT, per: "unit" }),
  "spent each": watch({ measure: "mean", of: SPENT, per: "decision" }),
  sold: watch({ measure: "share", of: { quantity: "outcome", outcome: "sold" }, per: "unit" }),
  mailed: watch({ measure: "share", of: { quantity: "acted", action: "mail" }, per: "decision" }),
  wrong: watch({ measure: "ratio", of: { quantity: "wrong" }, over: { quantity: "judged" } }),
  slow: watch({ measure: "quantile", of: { quantity: "latency" }, q: 0.5 }),
  back: watch({ measure: "retention", day: 2 }),
  cost: watch({ measure: "total", of: { quantity: "cost" }, per: "month" }),
  users: watch({ measure: "active", days: 7 }),
} satisfies StatedObjective["metrics"];

/** A mail costs 1, and 10 come with a sale within a week; what is spent may be told for two weeks. */
function systemWith(metrics: StatedObjective["metrics"] = {}): ExperimentJournal["system"] {
  return {
    name: "shop",
    objective: {
      ...{ stated: true, currency: "USD", cost: { mail: 1 }, metrics, outcome: "sold" },
      payoff: { mail: { yes: 10, no: 0 }, skip: { yes: 0, no: 0 } },
    },
    outcomes: {
      sold: { kind: "flag", within: "7d", changedByActing: false },
      spent: { kind: "number", within: "14d", changedByActing: false },
    },
    policy: { policy: "act-if", threshold: 0.5 },
    heads: {},
    slices: ["country"],
  } as unknown as ExperimentJournal["system"];
}

const design = defineDesign({
  ...{ name: "e", unit: "entity", control: "a" },
  arms: ["a", "b"].map((arm) => ({ arm, share: 0.5 })),
});

interface Told {
  readonly id: string;
  readonly unit: string;
  readonly day: number;
  /** Null: before the experiment. */
  readonly arm: string | null;
  readonly mails?: boolean;
  readonly sold?: boolean;
  readonly spent?: number;
  readonly country?: string;
  readonly took?: number;
}

function entries({
  id,
  unit,
  day,
  arm,
  mails = true,
  sold,
  spent,
  country = "at",
  took = 1,
}: Told): readonly Envelope[] {
  const at = START + day * DAY;
  const where =
    arm === null
      ? { arm: "champion", purpose: "champion", eligible: false }
      : { arm, purpose: "experiment", experiment: "e", eligible: true };
  const body = {
    ...{
      system: "shop",
      plan: "p",
      ...where,
      release: "rel",
      versions: {},
      given: { country, secret: 1 },
      reasons: [],
    },
    ...{ features: {}, heads: {}, score: 1, action: mails ? "mail" : "skip", acted: mails, propensity: 1, took },
  };
  const decision = { v: 1, kind: "decision", id, at, subject: unit, body } as unknown as DecisionRecord;
  const told = Object.entries({ sold, spent }).flatMap(([outcome, value]): readonly OutcomeRecord[] =>
    value === undefined
      ? []
      : [
          {
            ...{ v: 1, kind: "outcome", id: `${outcome} ${id}`, at: at + 1 },
            body: { system: "shop", decision: id, outcome, value, happenedAt: at + 1 },
          },
        ],
  );
  return [decision, ...told];
}

describe("the units of a journal as a table", () => {
  const past = Array.from({ length: 30 }, (_, i) => ({ id: `p${i}`, unit: `x${i}`, day: -10, arm: null, sold: true }));
  const others = past.map(({ unit }, i) => ({ id: `o${i}`, unit, day: 1, arm: i % 2 === 0 ? "a" : "b" }));
  const journal = [
    ...past,
    { id: "p", unit: "u", day: -3, arm: null, sold: true },
    { id: "long ago", unit: "u", day: -29, arm: null, sold: true },
    { id: "1", unit: "u", day: 0, arm: "a", sold: true, spent: 4, country: "de", took: 10 },
    { id: "2", unit: "u", day: 1, arm: "a", mails: false, took: 30, country: "fr" },
    { id: "3", unit: "u", day: 3, arm: "a", spent: -1, took: 20 },
    { id: "4", unit: "v", day: 6, arm: "b", mails: false },
    ...others,
  ].flatMap(entries);
  const system = systemWith(METRICS);
  const now = START + 21.5 * DAY;

  test("hold what a unit's decisions came to, and what they had come to before", async () => {
    const watched = Object.fromEntries(Object.entries(METRICS).filter(([name]) => name !== "users"));
    const joined = await joinJournal({
      ...{ system, design, entries: journal, now, began: START },
      ...{ outcomes: outcomesOf(watched), fields: ["country", ...fieldsOf(watched)] },
    });
    // The longest window has closed for what was decided in the first seven days and a half.
    expect(joined.asOf).toBe(START + 7.5 * DAY);
    const { table, metrics, known } = watchedTable(joined, { design, system, watched, slices: ["country"] });
    const [u, v] = ["u", "v"].map((unit) => joined.collected.units.findIndex((one) => one.unit === unit));
    const at = (name: string, row: number | undefined): number => table.columns[name]![row!]!;
    expect([at("sum outcome:spent", u), at("told outcome:spent", u), at("given outcome:spent", u)]).toEqual([3, 2, 3]);
    expect([at("sum outcome:spent", v), at("given outcome:spent", v)]).toEqual([0, Number.NaN]);
    expect([at("any outcome:sold", u), at("sum acted:mail", u), at("sum cost", u)]).toEqual([1, 2, 2]);
    // Mailed and sold; neither; mailed in vain.
    expect([at("sum wrong", u), at("sum judged", u)]).toEqual([1, 3]);
    expect([at("retained 2", u), at("retained 2", v)]).toEqual([1, Number.NaN]);
    expect([at("before sum money", u), at("before any outcome:sold", u), at("before sum money", v)]).toEqual([9, 1, 0]);
    expect(known).toBe(31);
    const nested = table.nested!["each latency"]!;
    expect([...nested.values].filter((_, i) => nested.rows[i] === u)).toEqual([10, 30, 20]);
    const { codes, names } = table.segments!.country!;
    expect([names[codes[u!]!], names[codes[v!]!]]).toEqual(["de", "at"]);
    expect(metrics.map(({ name, kind, before = [] }) => [name, kind, before.length])).toEqual([
      ["money", "mean", 1],
      ["spent", "mean", 1],
      ["spent each", "mean", 2],
      ["sold", "proportion", 1],
      ["mailed", "proportion", 2],
      ["wrong", "ratio", 2],
      ["slow", "quantile", 0],
      ["back", "proportion", 0],
      ["cost", "mean", 1],
    ]);
  });

  test("what is no mean over units is named and left out", async () => {
    const found = await experimentFromJournal({ system, design, entries: journal, now, began: START });
    expect(found.unreadable).toEqual(["users"]);
    expect(JSON.stringify(found)).not.toContain("secret");
  });
});

/** Units that are decided for on day 0 and, ever more rarely, on the seven days after it. */
function returning(lift: (age: number) => number): readonly Envelope[] {
  const random = rng({ seed: 2, purpose: "novelty" });
  return Array.from({ length: 4_000 }, (_, i): readonly Envelope[] => {
    const arm = i % 2 === 0 ? "a" : "b";
    const ages = Array.from({ length: 8 }, (_, age) => age).filter((age) => random.uniform() < 1 / (1 + age / 2));
    return ages.flatMap((age) => {
      const sold = random.uniform() < 0.3 + (arm === "b" ? lift(age) : 0);
      return entries({ id: `${i} ${age}`, unit: `u${i}`, day: age, arm, ...(sold ? { sold } : {}) });
    });
  }).flat();
}

describe("novelty in a journal", () => {
  const read = (lift: (age: number) => number) =>
    experimentFromJournal({ system: systemWith(), design, entries: returning(lift), now: START + 30 * DAY });

  test("is not seen where each decision gains as much, though units decide less and less", async () => {
    const { whole, stretch } = await read(() => 0.2);
    expect(stretch).toBe(1);
    const [{ change } = { change: undefined }] = whole.novelty;
    const { value, low, high } = change as Comparison;
    expect(Math.abs(value)).toBeLessThan((4 * (high - low)) / 2 / 1.96);
  });

  test("is seen where what a decision gains wears off", async () => {
    const { whole } = await read((age) => Math.max(0, 0.3 - 0.1 * age));
    expect(whole.novelty).toMatchObject([{ metric: "money", arm: "b", course: "fades" }]);
    expect(whole.verdict.reasons).toContainEqual({ code: "effect-fades", metric: "money", arm: "b" });
  });
});

test("without a past and without metrics, the money reads as Welch's comparison does", async () => {
  const journal = returning(() => 0.2);
  const { whole, plain, past } = await experimentFromJournal({
    ...{ system: systemWith(), design, entries: journal, now: START + 30 * DAY, began: START },
  });
  expect(past).toBeNull();
  const [{ fixed }, { perUnit }] = [whole.metrics[0]!.effects[0]!, plain.lifts[0]!];
  if (isInsufficient(fixed) || isInsufficient(perUnit)) throw new Error("an estimate");
  expect(fixed.value).toBeCloseTo(perUnit.value, 12);
  expect(fixed.low).toBeCloseTo(perUnit.low, 9);
});

test("a past read as if it had been an experiment tells what its adjustment will save", async () => {
  const random = rng({ seed: 4, purpose: "as if" });
  // Half of the variance of a unit's money is its own: three sales in ten or nine in ten.
  const journal = Array.from({ length: 1_200 }, (_, i): readonly Envelope[] => {
    const keen = i % 2 === 0 ? 0.9 : 0.3;
    return [-14, 0].flatMap((day) => {
      const sold = random.uniform() < keen;
      return entries({ id: `${i} ${day}`, unit: `u${i}`, day, arm: null, ...(sold ? { sold } : {}) });
    });
  }).flat();
  const asked = { system: systemWith(), entries: journal, now: START + 30 * DAY };
  const { metrics, units, known, adjusted } = await readAsIf({ ...asked, began: START - 7 * DAY, until: START + DAY });
  expect([units, known, adjusted]).toEqual([1_200, 1_200, true]);
  const [{ kept, sd } = { kept: 1, sd: 0 }] = metrics;
  // Var = 0.24 in all, of which 0.09 between the kinds: ρ = 0.375, and 1 − ρ² is left, ± 4 · 2ρ(1 − ρ²) / √n.
  expect(Math.abs(kept - (1 - 0.375 ** 2))).toBeLessThan((4 * 2 * 0.375 * 0.86) / Math.sqrt(1_200));
  expect(Math.abs((sd as number) - 10 * Math.sqrt(0.24 * 0.86))).toBeLessThan(0.3);
  const few = await readAsIf({ ...asked, entries: journal.slice(0, 6), began: START - 7 * DAY, until: START + DAY });
  expect(few.units).toBeLessThan(30);
  for (const { value } of few.metrics) expect(value).toMatchObject({ reason: "too-few-units", need: 30 });
});
