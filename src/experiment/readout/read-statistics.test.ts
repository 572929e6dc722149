import { describe, expect, test } from "vitest";
import { isInsufficient, type Rng, rng } from "../../kernel/index.ts";
import { toHtml } from "../../report/index.ts";
import type { Comparison, Estimate } from "../../stats/index.ts";
import { type Design, defineDesign } from "../designs/design.ts";
import { aaCheck } from "./a-a-check.ts";
import { defineMetrics } from "./define-metrics.ts";
import { experimentReport } from "./experiment-report.ts";
import { experimentSentence } from "./experiment-words.ts";
import type { Metric } from "./metric.ts";
import { type ExperimentReadout, readStatistics } from "./read-statistics.ts";
import { mergeStatistics, type ReadoutStatistics } from "./statistics.ts";
import { summarise } from "./summarise.ts";
import type { UnitTable } from "./unit-table.ts";

const UNITS = 6_000;
const ARMS = ["control", "plain", "pushy"];
const COUNTRIES = ["at", "br", "ca", "de"];

const metrics: readonly Metric[] = defineMetrics([
  {
    name: "money",
    kind: "mean",
    value: "money",
    before: ["money before"],
    role: "success",
    direction: "increase",
    money: true,
  },
  { name: "bought", kind: "proportion", value: "bought", role: "success", direction: "increase" },
  {
    name: "clicks per view",
    kind: "ratio",
    numerator: "clicks",
    denominator: "views",
    role: "success",
    direction: "increase",
  },
  {
    name: "complaints",
    kind: "mean",
    value: "complaints",
    role: "guardrail",
    direction: "decrease",
    margin: { relative: 0.2 },
  },
  { name: "p90 latency", kind: "quantile", value: "latency", q: 0.9, role: "deterioration", direction: "decrease" },
  {
    name: "back in a week",
    kind: "retention",
    returned: "returned",
    watched: "watched",
    day: 7,
    role: "deterioration",
    direction: "increase",
  },
]);

const COMPLAINTS = [0.2, 0.2, 0.4];
const yes = (random: Rng, p: number): 0 | 1 => (random.uniform() < p ? 1 : 0);

/** `plain` brings 1 more and harms nothing; `pushy` brings 2 more and doubles the complaints. */
function drawTable(units = UNITS, unit = 0): UnitTable {
  const random = rng({ seed: 1, unit, purpose: "readout" });
  const of = (): Float64Array => new Float64Array(units);
  const columns = {
    money: of(),
    "money before": of(),
    bought: of(),
    clicks: of(),
    views: of(),
    complaints: of(),
    latency: of(),
    returned: of(),
    watched: of(),
  };
  const [codes, countries] = [new Uint16Array(units), new Uint16Array(units)];
  const days = Array.from({ length: 4 }, of);
  for (let i = 0; i < units; i++) {
    const arm = random.integer(3);
    const country = random.integer(4);
    codes[i] = arm;
    countries[i] = country;
    const temper = random.normal();
    columns["money before"][i] = 20 + 4 * temper;
    columns.money[i] = 10 + 4 * temper + 2 * random.normal() + arm * (country === 0 ? 1.3 : 0.9);
    columns.bought[i] = yes(random, 0.3);
    columns.views[i] = 1 + random.integer(5);
    columns.clicks[i] = yes(random, 0.4);
    columns.complaints[i] = yes(random, COMPLAINTS[arm]!);
    columns.latency[i] = Math.exp(3 + 0.5 * random.normal());
    columns.returned[i] = random.uniform() < 0.5 ? 6 * random.uniform() : Number.NaN;
    columns.watched[i] = i % 5 === 0 ? 2 : 14;
    days.forEach((day, d) => {
      day[i] = temper + random.normal() + (arm > 0 ? 2 ** -d : 0);
    });
  }
  return {
    arms: { codes, names: ARMS },
    columns,
    segments: { country: { codes: countries, names: COUNTRIES } },
    days: { money: days },
  };
}

const design: Design = defineDesign({
  name: "exp",
  unit: "entity",
  control: "control",
  arms: ARMS.map((arm) => ({ arm, share: 1 / 3 })),
  planned: { units: 5_000 },
});

const table = drawTable();
const statistics = summarise(table, { experiment: "exp", part: "all", metrics });
const found = readStatistics({ design, statistics });
const wording = { currency: "USD", unit: "customer" };
const effect = (name: string, arm: string, of: ExperimentReadout = found) =>
  of.metrics.find(({ metric }) => metric.name === name)!.effects.find((one) => one.arm === arm)!;

describe("the verdict", () => {
  test("ships the arm that brings money and harms nothing, although another brings more", () => {
    expect(found.verdict).toMatchObject({ call: "ship", arm: "plain", rule: "fixed-horizon" });
    expect(experimentSentence(found, wording)).toMatch(
      /^Ship “plain”: it brings \$(0|1)\.\d\d more per customer than “control” \(98% interval: .*\)\. Chance that it brings less: below 0\.1%\.$/,
    );
  });

  test("does not ship what is shown to break a guardrail", () => {
    const pushy = { ...design, arms: ["control", "pushy"].map((arm) => ({ arm, share: 0.5 })) };
    const two = readStatistics({ design: pushy, statistics });
    expect(two.verdict).toMatchObject({ call: "dont", arm: "pushy" });
    expect(two.verdict.reasons[0]).toMatchObject({ code: "guardrail-broken", metric: "complaints", arm: "pushy" });
    expect(experimentSentence(two, wording)).toMatch(
      /^Don't ship “pushy”: the guardrail “complaints” is shown to lose more than its margin in “pushy”\. It brings /,
    );
  });

  test("keeps running before the planned size while a guardrail is open, and stops at it", () => {
    const small = summarise(drawTable(900), { experiment: "exp", part: "all", metrics });
    const arms = ["control", "plain"].map((arm) => ({ arm, share: 0.5 }));
    const young = readStatistics({ design: { ...design, arms }, statistics: small });
    expect(young.verdict).toMatchObject({ call: "keep-running", rule: "always-valid", wrong: null });
    const done = readStatistics({ design: { ...design, arms, planned: { units: 500 } }, statistics: small });
    expect(done.verdict).toMatchObject({ call: "dont", rule: "fixed-horizon" });
    // More money alone would be a reason to ship: what stands in its way is said first.
    const [first, second] = done.verdict.reasons.map(({ code }) => code);
    expect([first, second]).toEqual(["guardrail-open", "money-above"]);
  });
});

describe("a metric", () => {
  test("is narrowed by what was known before: 20 % of the variance is left", () => {
    // Money has variance 16 + 4, of which the covariate tells 16.
    expect(effect("money", "plain").kept).toBeGreaterThan(0.18);
    expect(effect("money", "plain").kept).toBeLessThan(0.23);
  });

  test("of retention counts whom it has watched long enough", () => {
    const back = statistics.arms.control!.metrics["back in a week"]!;
    expect(back.missing).toBe(table.arms.codes.filter((arm, i) => arm === 0 && i % 5 === 0).length);
    expect(found.metrics.at(-1)!.arms[0]!.value).toMatchObject({ value: expect.closeTo(0.5, 1) });
  });

  test("is corrected with the other success metrics, and only with them", () => {
    const p = found.metrics.map(({ corrected }) => corrected);
    expect(p[1]!.every((value) => value! > 0.05)).toBe(true);
    expect(p[3]).toEqual([null, null]);
    const strict = readStatistics({ design, statistics, correction: "bonferroni" });
    const raw = effect("bought", "plain").fixed as Comparison;
    expect(strict.metrics[1]!.corrected[0]).toBeCloseTo(Math.min(1, 6 * raw.pValue), 12);
  });

  test("is believed with the prior that was declared", () => {
    const sceptic = readStatistics({
      design,
      statistics,
      priors: { money: { mean: 0, sd: 0.05 }, bought: { successes: 30, failures: 70 } },
    });
    const [open, doubt] = [found, sceptic].map((of) => effect("money", "plain", of).belief as Estimate);
    expect(doubt!.value).toBeLessThan(open!.value / 2);
    expect(sceptic.verdict.wrong!.probability).toBeGreaterThan(found.verdict.wrong!.probability);
  });

  test("by segment is drawn towards what all have in common", () => {
    const [segmented] = found.segments.filter(({ arm, metric }) => arm === "plain" && metric === "money");
    expect(segmented).toMatchObject({ by: "country", effects: COUNTRIES.map((segment) => ({ segment })) });
    const spreadOf = (pick: "alone" | "shrunk"): number => {
      const values = segmented!.effects.map((one) => (one[pick] as Estimate).value);
      return Math.max(...values) - Math.min(...values);
    };
    expect(spreadOf("shrunk")).toBeLessThan(spreadOf("alone"));
  });

  test("whose effect halves every day is said to fade", () => {
    expect(found.novelty.map(({ course }) => course)).toEqual(["fades", "fades"]);
    expect(found.verdict.reasons).toContainEqual({ code: "effect-fades", metric: "money", arm: "plain" });
  });
});

describe("sums", () => {
  const part = (codes: (i: number) => boolean, name: string, caps?: ReadoutStatistics["caps"]): ReadoutStatistics => {
    const arms = { names: ARMS, codes: table.arms.codes.map((arm, i) => (codes(i) ? arm : 9)) };
    return summarise(
      { ...table, arms },
      { experiment: "exp", part: name, metrics, ...(caps === undefined ? {} : { caps }) },
    );
  };

  test("of parts merge into those of the whole, also when they were stored on the way", () => {
    const [first, rest] = [part((i) => i < 2_500, "first"), part((i) => i >= 2_500, "rest")];
    const stored = JSON.parse(JSON.stringify(first)) as ReadoutStatistics;
    const merged = readStatistics({ design, statistics: mergeStatistics(stored, rest) });
    expect(merged.units).toEqual(found.units);
    for (const { name } of metrics) {
      const [a, b] = [merged, found].map((of) => effect(name, "plain", of).fixed as Comparison);
      expect(a!.value).toBeCloseTo(b!.value, 10);
      expect(a!.low).toBeCloseTo(b!.low, 10);
      expect(a!.pValue).toBeCloseTo(b!.pValue, 8);
    }
    expect(merged.verdict).toMatchObject({ call: "ship", arm: "plain" });
  });

  test("of the same part, of other metrics or of other caps do not merge", () => {
    const first = part((i) => i < 100, "first");
    expect(() => mergeStatistics(first, first)).toThrow(/both hold `first`/);
    expect(() =>
      mergeStatistics(
        first,
        part((i) => i > 200, "rest", { money: { high: 3 } }),
      ),
    ).toThrow(/different caps/);
    expect(() => mergeStatistics(first, { ...part((i) => i > 200, "rest"), metrics: [] })).toThrow(/different metrics/);
  });

  test("hold no unit: they are as large for many as for few", () => {
    const size = (units: number): number =>
      JSON.stringify(summarise(drawTable(units), { experiment: "exp", part: "all", metrics: metrics.slice(0, 4) }))
        .length;
    expect(size(6_000)).toBeLessThan(1.1 * size(1_500));
  });
});

test("strata take out what chance put between the arms", () => {
  const kinds = { codes: table.arms.codes.map((_, i) => i % 2), names: ["low", "high"] };
  const money = table.columns.money!.map((value, i) => value + 20 * (i % 2));
  const split = { ...table, columns: { ...table.columns, money } };
  const read = (of: UnitTable) => {
    const sums = summarise(of, { experiment: "exp", part: "all", metrics: metrics.slice(0, 1) });
    return effect("money", "plain", readStatistics({ design, statistics: sums })).fixed as Comparison;
  };
  const [plain, stratified] = [read(split), read({ ...split, strata: kinds })];
  expect(stratified.high - stratified.low).toBeLessThan((plain.high - plain.low) / 3);
  expect(stratified.low).toBeLessThan(0.975);
  expect(stratified.high).toBeGreaterThan(0.975);
});

test("the A/A check passes sound metrics, and finds one whose units hide clusters", () => {
  const random = rng({ seed: 1, purpose: "a-a" });
  const value = Float64Array.from({ length: 400 }, () => random.normal());
  const sound: UnitTable = { arms: { codes: new Uint16Array(400), names: ["all"] }, columns: { money: value } };
  const plain = defineMetrics([
    { name: "money", kind: "mean", value: "money", role: "success", direction: "increase", money: true },
  ]);
  const [check] = aaCheck({ table: sound, metrics: plain, splits: 300, random });
  expect(check).toMatchObject({ metric: "money", ok: true });
  expect((check!.found as Estimate).value).toBeLessThan(0.12);
  // One unit holds nearly everything: whichever arm gets it, p-values crowd in one place.
  const heavy = { ...sound, columns: { money: value.map((x, i) => (i === 0 ? 1e5 : x)) } };
  expect(aaCheck({ table: heavy, metrics: plain, splits: 300, random })[0]).toMatchObject({ ok: false });
});

test("the report begins with the verdict and draws every section", async () => {
  const report = experimentReport(found, wording);
  expect(report.verdict!.text).toBe(experimentSentence(found, wording));
  expect(report.sections.map(({ title }) => title)).toEqual(
    expect.arrayContaining(["What it brings", "All metrics", "Guardrails", "Can it be trusted?"]),
  );
  expect(await toHtml(report)).toContain("Ship “plain”");
  expect(JSON.parse(JSON.stringify(found)).verdict).toEqual(found.verdict);
});

test("metrics and tables that do not fit are refused, by name", () => {
  const money = metrics[0]!;
  expect(() => defineMetrics([])).toThrow(/exactly one of an experiment must be the money/);
  expect(() => defineMetrics([money, money])).toThrow(/there must be one/);
  expect(() => defineMetrics([{ ...metrics[3]!, margin: { relative: 0 } }])).toThrow(/margin/);
  expect(() =>
    defineMetrics([{ name: "m", kind: "quantile", value: "x", q: 1.5, role: "success", direction: "increase" }]),
  ).toThrow(/quantile `q`/);
  const ask = { experiment: "exp", part: "all", metrics };
  expect(() => summarise({ ...table, columns: {} }, ask)).toThrow(/the column `money`/);
  expect(() => summarise({ ...table, columns: { ...table.columns, bought: table.columns.money! } }, ask)).toThrow(
    /must hold 0 and 1/,
  );
  expect(isInsufficient(readStatistics({ design, statistics: { ...statistics, arms: {} } }).split)).toBe(true);
});
