import { describe, expect, test } from "vitest";
import { columnOf } from "../data/index.ts";
import { rng } from "../kernel/index.ts";
import type { Stakes } from "../objective/index.ts";
import { epsilon, softmax, thompson } from "../policy/index.ts";
import type { Estimate } from "../stats/index.ts";
import { competitor, type Judged, judge, valued, valuePerDecision } from "./index.ts";
import { valueCurve } from "./value-curve.ts";

/** Acting on a yes earns 100 and costs 10, whatever the truth. */
const stakes: Stakes = {
  act: "act",
  otherwise: "rest",
  money: { act: { yes: 90, no: -10 }, otherwise: { yes: 0, no: 0 } },
  currency: "USD",
  basis: "measured",
};

function judgedOf(truth: readonly number[], parts: Partial<Judged> = {}): Judged {
  const rows = truth.length;
  return {
    rows,
    truth: Float64Array.from(truth),
    entity: Int32Array.from(truth, (_, row) => row),
    blocked: new Uint8Array(rows),
    slices: { rows, columns: [] },
    weight: new Float64Array(rows).fill(1),
    ...parts,
  };
}

// Ten decisions, three of them a yes.
const truth = [1, 1, 0, 0, 1, 0, 0, 0, 0, 0];
const score = Float64Array.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0);

describe("value per decision", () => {
  // The best share by score, its hits, and 90 · hits − 10 · misses, over ten decisions.
  test.each([
    { capacity: 0.1, acted: 0.1, hits: 1, money: 90 / 10 },
    { capacity: 0.2, acted: 0.2, hits: 1, money: 180 / 10 },
    { capacity: 0.3, acted: 0.3, hits: 2 / 3, money: 170 / 10 },
    { capacity: 0.5, acted: 0.5, hits: 3 / 5, money: 250 / 10 },
    { capacity: 1, acted: 1, hits: 3 / 10, money: 200 / 10 },
    // Half a decision more than two: the third is acted on with probability one half, and costs 5 on average.
    { capacity: 0.25, acted: 0.25, hits: 2 / 2.5, money: 175 / 10 },
  ])("of the best $capacity is $money", ({ capacity, acted, hits, money }) => {
    const judged = judgedOf(truth);
    const who = competitor(judged, { name: "model", score, threshold: 0 }, { capacity });
    const result = valued(judged, stakes, who);
    expect((result.perDecision as Estimate).value).toBeCloseTo(money, 12);
    expect(result.actRate).toBeCloseTo(acted, 12);
    expect(result.hitRate).toBeCloseTo(hits, 12);
  });

  test.each([
    ["epsilon", epsilon(0.2)],
    ["softmax", softmax({ temperature: 0.1 })],
    ["thompson", thompson({ scale: 0.1 })],
  ] as const)("is less where somebody explores by %s, under the same capacity as everybody", (_, explore) => {
    const judged = judgedOf(truth);
    const race = { model: score, rule: score, champion: null, threshold: 0, capacity: 0.3 };
    const [plain, exploring] = [judge(judged, stakes, race), judge(judged, stakes, { ...race, explore })];
    expect(exploring.model.actRate).toBeLessThanOrEqual(0.3 + 1e-9);
    expect(exploring.model.actRate).toBeGreaterThan(0.29);
    const money = (of: typeof plain) => (of.model.perDecision as Estimate).value;
    expect(money(exploring)).toBeLessThan(money(plain));
    expect(exploring.rule).toEqual(plain.rule);
  });

  test("has the textbook interval over rows that are independent", () => {
    const judged = judgedOf(truth);
    const money = valued(
      judged,
      stakes,
      competitor(judged, { name: "all", score, threshold: 0 }, { capacity: 1 }),
    ).money;
    const mean = 20;
    const sd = Math.sqrt((3 * (90 - mean) ** 2 + 7 * (-10 - mean) ** 2) / 9);
    // Student's t with 9 degrees of freedom, 97.5 %.
    const half = (2.2621571628 * sd) / Math.sqrt(10);
    const { low, high } = valuePerDecision(judged, money) as Estimate;
    expect(low).toBeCloseTo(mean - half, 6);
    expect(high).toBeCloseTo(mean + half, 6);
  });

  test("is as uncertain as its entities are few", () => {
    const rows = Array.from({ length: 400 }, (_, i) => (i % 40 < 12 ? 1 : 0));
    const tenth = Int32Array.from(rows, (_, i) => i % 40);
    const money = Float64Array.from(rows, (yes) => (yes === 1 ? 90 : -10));
    const width = ({ high, low }: Estimate): number => high - low;
    const alone = valuePerDecision(judgedOf(rows), money) as Estimate;
    const together = valuePerDecision(judgedOf(rows, { entity: tenth }), money) as Estimate;
    expect(together.value).toBeCloseTo(alone.value, 12);
    // Ten equal rows of each of 40 entities tell as much as 40 rows: √10 times as wide, and a little more for t.
    expect(width(together) / width(alone)).toBeGreaterThan(Math.sqrt(10));
    expect(width(together) / width(alone)).toBeLessThan(Math.sqrt(10) * 1.05);
  });

  test("weighs every row by its weight, and counts actions alike", () => {
    const weight = Float64Array.of(3, 1);
    const judged = judgedOf([1, 0], { weight });
    const who = competitor(judged, { name: "all", score: Float64Array.of(1, 1), threshold: 0 }, { capacity: 1 });
    const { perDecision, hitRate, actRate } = valued(judged, stakes, who);
    expect((perDecision as Estimate).value).toBe((3 * 90 - 10) / 4);
    expect([hitRate, actRate]).toEqual([0.75, 1]);
  });

  test("never acts on a blocked row, and counts it as a decision", () => {
    const judged = judgedOf(truth, { blocked: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0) });
    const who = competitor(judged, { name: "model", score, threshold: 0 }, { capacity: 0.2 });
    const { perDecision, actRate } = valued(judged, stakes, who);
    // Rows 2 and 3: a yes and a no.
    expect((perDecision as Estimate).value).toBeCloseTo(8, 12);
    expect(actRate).toBeCloseTo(0.2, 12);
  });
});

describe("a race", () => {
  const draws = rng({ seed: 3, purpose: "test.race" });
  const n = 4_000;
  const risk = Float64Array.from({ length: n }, () => draws.uniform());
  const judged = judgedOf(Array.from(risk, (p) => (draws.uniform() < p * p ? 1 : 0)));
  const rule = risk.map((p) => (p > 0.3 ? 1 : 0));
  const race = { model: risk, rule, champion: risk.map((p) => -p), threshold: 0.1, capacity: 0.1 };
  const result = judge(judged, stakes, race);

  test("holds everyone to the same capacity", () => {
    for (const who of [result.model, result.rule, result.champion, result.constant])
      expect(who?.actRate).toBeCloseTo(who === result.champion ? 0 : 0.1, 9);
  });

  test("compares on the same decisions: the difference of the means, with less spread than either", () => {
    const [over, model, ruled] = [result.over.rule, result.model.perDecision, result.rule.perDecision] as Estimate[];
    expect(over!.value).toBeCloseTo(model!.value - ruled!.value, 9);
    const width = ({ high, low }: Estimate): number => high - low;
    expect(width(over!) ** 2).toBeLessThan(width(model!) ** 2 + width(ruled!) ** 2);
  });

  test("knows what a random share is worth, and that doing nothing is sometimes better", () => {
    const yes = judged.truth.reduce((sum, one) => sum + one, 0) / n;
    expect((result.constant.perDecision as Estimate).value).toBeCloseTo(0.1 * (100 * yes - 10), 9);
    const rare = judge(judgedOf([1, ...new Array(99).fill(0)]), stakes, {
      ...race,
      model: new Float64Array(100),
      rule: new Float64Array(100),
      champion: null,
    });
    // One yes in a hundred: acting at random on ten would bring 0.1 · (90 − 99 · 10) / 100, which is less than nothing.
    expect(rare.constant).toMatchObject({
      name: "never act",
      perDecision: { value: 0, low: 0, high: 0 },
      hitRate: null,
    });
  });

  test("has no champion when there is none", () => {
    const alone = judge(judged, stakes, { ...race, champion: null });
    expect(alone.champion).toBeNull();
    expect(alone.over.champion).toBeNull();
    expect(alone.model.perDecision).toEqual(result.model.perDecision);
  });

  test("draws a value curve that is the value at each capacity, and ends where everyone is acted on", () => {
    const curve = valueCurve(judged, stakes, risk);
    expect(curve.map(({ capacity }) => capacity)).toEqual([...curve].map((p) => p.capacity).sort((a, b) => a - b));
    for (const { capacity, perDecision } of curve) {
      const who = competitor(judged, { name: "model", score: risk, threshold: -Infinity }, { capacity });
      expect(perDecision).toEqual(valued(judged, stakes, who).perDecision);
    }
    const yes = judged.truth.reduce((sum, one) => sum + one, 0) / n;
    expect(curve.at(-1)?.perDecision.value).toBeCloseTo(100 * yes - 10, 9);
  });

  test("answers for no rows at all", () => {
    const empty = judge(judgedOf([]), stakes, {
      ...race,
      model: new Float64Array(),
      rule: new Float64Array(),
      champion: null,
    });
    expect(empty.model).toMatchObject({ actRate: 0, hitRate: null, perDecision: { kind: "insufficient" } });
    expect(empty.curve.model).toEqual([]);
  });
});

describe("slices", () => {
  const n = 1_000;
  const draws = rng({ seed: 5, purpose: "test.slices" });
  const numbers = Array.from({ length: n }, (_, i) => i + 0.5);
  const judged = judgedOf(
    numbers.map(() => (draws.uniform() < 0.3 ? 1 : 0)),
    {
      slices: {
        rows: n,
        columns: [
          columnOf(
            "city",
            "text",
            numbers.map((i) => (i < 50 ? null : i < 149 ? "Ely" : i < 600 ? "Bath" : "York")),
          ),
          columnOf(
            "age",
            "number",
            numbers.map((i) => (i < 200 ? null : i)),
          ),
          columnOf(
            "size",
            "number",
            numbers.map((i) => (i < 500 ? 10 : 9)),
          ),
          columnOf(
            "member",
            "flag",
            numbers.map((i) => i < 500),
          ),
          columnOf(
            "since",
            "time",
            numbers.map((i) => Math.floor(i) * 86_400_000),
          ),
        ],
      },
    },
  );
  const score = Float64Array.from(numbers, () => draws.uniform());
  const { slices } = judge(judged, stakes, { model: score, rule: score, champion: null, threshold: 0.5, capacity: 1 });
  const of = (field: string) => slices.filter((slice) => slice.field === field);

  test("are the values of a text, missing ones last", () => {
    expect(of("city").map(({ value, rows }) => [value, rows])).toEqual([
      ["Bath", 451],
      ["Ely", 99],
      ["York", 400],
      ["(missing)", 50],
    ]);
  });

  test("are quarters of many numbers and times, in their order", () => {
    expect(of("age").map(({ value, rows }) => [value, rows])).toEqual([
      ["below 400.5", 200],
      ["400.5 to below 600.5", 200],
      ["600.5 to below 800.5", 200],
      ["800.5 or more", 200],
      ["(missing)", 200],
    ]);
    expect(of("since").map(({ value }) => value)[0]).toBe("below 1970-09-08T00:00:00.000Z");
  });

  test("are the values themselves where numbers are few, and of flags", () => {
    expect(of("size").map(({ value }) => value)).toEqual(["9", "10"]);
    expect(of("member").map(({ value }) => value)).toEqual(["false", "true"]);
  });

  test("say nothing about fewer than a hundred rows", () => {
    const [, ely] = of("city");
    expect(ely?.overRule).toEqual({ kind: "insufficient", reason: "too-few-rows", need: 100, have: 99 });
    expect(ely?.rocAuc).toEqual(ely?.overRule);
  });

  test("hold each row once, with its own money", () => {
    for (const field of ["city", "age", "size", "member", "since"]) {
      expect(of(field).reduce((sum, { rows }) => sum + rows, 0)).toBe(n);
      const all = judged.truth.reduce((sum, yes) => sum + yes, 0);
      expect(of(field).reduce((sum, { positives }) => sum + positives!, 0)).toBe(all);
    }
    const nines = of("size")[0]!;
    const acted = judged.truth.subarray(500).map((yes, i) => (score[500 + i]! >= 0.5 ? 100 * yes - 10 : 0));
    expect((nines.perDecision as Estimate).value).toBeCloseTo(acted.reduce((sum, money) => sum + money, 0) / 500, 9);
  });

  test("leave out what lies beyond the thirty largest", () => {
    const many = judgedOf(Array.from(judged.truth), {
      slices: {
        rows: n,
        columns: [
          columnOf(
            "town",
            "text",
            numbers.map((i) => `t${Math.floor(i) % 45 < 30 ? Math.floor(i) % 30 : i}`),
          ),
        ],
      },
    });
    const result = judge(many, stakes, { model: score, rule: score, champion: null, threshold: 0.5, capacity: 1 });
    expect(result.slices).toHaveLength(30);
    expect(Math.min(...result.slices.map(({ rows }) => rows))).toBeGreaterThan(1);
  });
});
