import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { type Design, defineDesign } from "../designs/design.ts";
import { defineMetrics } from "./define-metrics.ts";
import type { Metric } from "./metric.ts";
import { type ExperimentReadout, type ReadStatisticsRequest, readStatistics } from "./read-statistics.ts";
import { wordReason } from "./reasons.ts";
import type { Noticed } from "./statistics.ts";
import { summarise } from "./summarise.ts";
import type { UnitTable } from "./unit-table.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);
const UNITS = 4_000;

const MONEY: Metric = {
  name: "money",
  kind: "mean",
  value: "money",
  role: "success",
  direction: "increase",
  money: true,
};

const design: Design = defineDesign({
  name: "exp",
  unit: "entity",
  control: "a",
  arms: ["a", "b"].map((arm) => ({ arm, share: 0.5 })),
  planned: { units: UNITS },
});

const over = (of: (i: number) => number): Float64Array => Float64Array.from({ length: UNITS }, (_, i) => of(i));
const random = rng({ seed: 1, purpose: "bad input" });
const noise = over(() => random.normal());
const half = Uint16Array.from({ length: UNITS }, (_, i) => i % 2);

/** Units that alternate between the arms and enter one by one over 20 days; `b` brings 1 more. */
function tableOf(change: Partial<UnitTable> = {}, columns: Readonly<Record<string, Float64Array>> = {}): UnitTable {
  return {
    arms: { codes: half, names: ["a", "b"] },
    columns: { money: over((i) => 10 + noise[i]! + (i % 2)), ...columns },
    entered: over((i) => START + (20 * DAY * (i + 0.5)) / UNITS),
    ...change,
  };
}

interface Reading extends Partial<Pick<ReadStatisticsRequest, "asOf" | "level">> {
  readonly metrics?: readonly Metric[];
  readonly noticed?: Partial<Noticed>;
}

function read(table: UnitTable, { metrics = [], noticed = {}, ...rest }: Reading = {}): ExperimentReadout {
  const none: Noticed = { strays: 0, crossed: 0, outcomes: {}, early: {} };
  const all = defineMetrics([MONEY, ...metrics]);
  const statistics = summarise(table, {
    experiment: "exp",
    part: "all",
    metrics: all,
    noticed: { ...none, ...noticed },
  });
  return readStatistics({ design, statistics, ...rest });
}

const codes = ({ verdict }: ExperimentReadout): readonly string[] => verdict.reasons.map(({ code }) => code);

test("good input ships, for reasons of its own", () => {
  const good = read(tableOf(), { asOf: START + 20 * DAY });
  expect(good.verdict).toMatchObject({ call: "ship", arm: "b", rule: "fixed-horizon" });
  expect(codes(good)).toEqual(["money-above", "planned-size-reached"]);
  expect(good.verdict.wrong!.probability).toBeLessThan(1e-6);
});

describe("makes the experiment invalid:", () => {
  test.each<[string, () => ExperimentReadout]>([
    [
      "split-broken",
      () => read(tableOf({ arms: { codes: half.map((arm, i) => (i % 10 === 0 ? 1 : arm)), names: ["a", "b"] } })),
    ],
    [
      "split-changed",
      () =>
        read(
          tableOf({
            arms: { codes: half.map((arm, i) => (i % 3 === 0 ? (i < UNITS / 2 ? 0 : 1) : arm)), names: ["a", "b"] },
          }),
        ),
    ],
    [
      "entry-times-differ",
      () => read(tableOf({ entered: over((i) => START + (20 * DAY * i) / UNITS + (i % 2) * 2 * DAY) })),
    ],
    ["clocks-differ", () => read(tableOf(), { noticed: { early: { a: 5, b: 80 }, outcomes: { a: 2_000, b: 2_000 } } })],
    ["crossed-too-many", () => read(tableOf(), { noticed: { crossed: 60 } })],
    [
      "differed-before",
      () =>
        read(tableOf({}, { before: over((i) => noise[(i * 7) % UNITS]! + 0.3 * (i % 2)) }), {
          metrics: [{ ...MONEY, name: "adjusted", money: undefined as never, before: ["before"] }].map(
            ({ money: _, ...rest }) => rest,
          ),
        }),
    ],
    [
      "quality-differs",
      () =>
        read(tableOf({}, { load: over((i) => noise[(i * 3) % UNITS]! + 0.2 * (i % 2)) }), {
          metrics: [{ name: "load", kind: "mean", value: "load", role: "quality", direction: "decrease" }],
        }),
    ],
    ["missing-differs", () => read(tableOf({}, { money: over((i) => (i % 4 === 1 ? Number.NaN : 10 + noise[i]!)) }))],
    ["money-infinite", () => read(tableOf({}, { money: over((i) => (i === 7 ? Infinity : 10 + noise[i]!)) }))],
  ])("%s", (code, run) => {
    const found = run();
    expect(found.verdict).toMatchObject({ call: "invalid", arm: null, wrong: null });
    expect(codes(found)).toContain(code);
    for (const reason of found.verdict.reasons) expect(wordReason(reason)).toMatch(/^[“A-Z0-9].*\.$/);
  });
});

describe("keeps running:", () => {
  test("an arm without units, of a few in all", () => {
    const few = half.map((_, i) => (i < 8 ? 0 : 2));
    const found = read(tableOf({ arms: { codes: few, names: ["a", "b"] } }));
    expect(found.verdict).toMatchObject({ call: "keep-running", wrong: null });
    expect(codes(found)).toEqual(expect.arrayContaining(["too-few-units", "arm-empty"]));
    expect(found.units).toEqual({ a: 8, b: 0 });
    expect(found.metrics[0]!.effects[0]!.fixed).toMatchObject({ reason: "too-few-rows" });
  });

  test("values that do not vary", () => {
    const found = read(tableOf({}, { money: over(() => 3) }));
    expect(found.verdict.call).toBe("keep-running");
    expect(found.verdict.reasons[0]).toMatchObject({ code: "nothing-varies", metric: "money" });
  });

  test("a difference that a few units carry, until outliers are cut as declared", () => {
    // Ten units of 2,000 bring 100 each: 3.2 standard errors, as skewed as 1 / √10.
    const few = (i: number) => (i % 2 === 1 && i < 20 ? 100 : 0);
    const heavy = tableOf({}, { money: over((i) => 0.01 * noise[i]! + 0.005 * (i % 2) + few(i)) });
    const carried = read(heavy);
    expect(carried.verdict).toMatchObject({ call: "keep-running" });
    expect(codes(carried)[0]).toBe("heavy-tailed");
    const all = defineMetrics([{ ...MONEY, outliers: { winsorise: 0.99 } }]);
    const cut = summarise(heavy, { experiment: "exp", part: "all", metrics: all });
    expect(readStatistics({ design, statistics: cut }).verdict.call).toBe("ship");
  });
});

test("a guardrail in which nothing ever happens holds where the units suffice to bound it, and stays open where not", () => {
  const guarded = (absolute: number): ExperimentReadout =>
    read(tableOf({}, { failed: over(() => 0) }), {
      metrics: [
        {
          ...{ name: "failed", kind: "proportion", value: "failed", role: "guardrail", direction: "decrease" },
          margin: { absolute },
        },
      ],
    });
  // No failure in 2,000 units of each arm: a difference of 0.1 points, about, is ruled out, and no less.
  expect(guarded(0.01).verdict.call).toBe("ship");
  expect(codes(guarded(0.0005))[0]).toBe("guardrail-open");
});

test("a tail that covariates explain is no tail of the difference", () => {
  const before = over((i) => -10 * Math.log((((i * 7919) % UNITS) + 0.5) / UNITS));
  const table = tableOf({}, { before, money: over((i) => before[i]! + 0.3 * noise[i]! + (i % 2)) });
  const adjusted = defineMetrics([{ ...MONEY, before: ["before"] }]);
  const found = readStatistics({
    design,
    statistics: summarise(table, { experiment: "exp", part: "all", metrics: adjusted }),
  });
  expect(found.metrics[0]!.effects[0]!.kept).toBeLessThan(0.01);
  expect(found.verdict).toMatchObject({ call: "ship", arm: "b" });
});

describe("says what to keep in mind:", () => {
  test("a control that loses has no relative lift", () => {
    const found = read(tableOf({}, { money: over((i) => -10 + noise[i]! + (i % 2)) }));
    expect(found.verdict.call).toBe("ship");
    expect(codes(found)).toContain("control-not-positive");
    expect(found.metrics[0]!.effects[0]!.relative).toMatchObject({ reason: "control-not-positive" });
  });

  test("values that are missing in both arms alike", () => {
    const found = read(tableOf({}, { money: over((i) => (i % 40 < 2 ? Number.NaN : 10 + noise[i]! + (i % 2))) }));
    expect(found.verdict.call).toBe("ship");
    expect(found.verdict.reasons).toContainEqual({ code: "values-missing", metric: "money", have: 200 });
  });

  test("infinite values of another metric: that one is not read", () => {
    const metrics: readonly Metric[] = [
      { name: "time", kind: "mean", value: "time", role: "success", direction: "decrease" },
    ];
    const found = read(tableOf({}, { time: over((i) => (i === 3 ? Infinity : noise[i]!)) }), { metrics });
    expect(found.verdict.call).toBe("ship");
    expect(codes(found)).toContain("values-infinite");
    expect(found.metrics[1]!.effects[0]!.fixed).toMatchObject({ reason: "infinite-values", have: 1 });
    expect(isInsufficient(found.metrics[1]!.arms[1]!.value)).toBe(true);
  });

  test("outcomes before the exposure, units in two arms, units of no arm, in numbers", () => {
    const noticed = { early: { a: 5, b: 7 }, outcomes: { a: 2_000, b: 2_000 }, crossed: 12, strays: 3 };
    const found = read(tableOf(), { noticed });
    expect(found.verdict.call).toBe("ship");
    expect(found.verdict.reasons).toEqual(
      expect.arrayContaining([
        { code: "outcomes-before-exposure", have: 12 },
        { code: "units-crossed-arms", have: 12 },
        { code: "units-of-no-arm", have: 3 },
      ]),
    );
  });

  test("traffic that stopped", () => {
    expect(codes(read(tableOf(), { asOf: START + 26 * DAY }))).toContain("traffic-stopped");
    expect(codes(read(tableOf(), { asOf: START + 21 * DAY }))).not.toContain("traffic-stopped");
  });
});
