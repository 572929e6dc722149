import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countUpTo, rng } from "../../kernel/index.ts";
import type { DecisionBody, EventRecord, RefusedEventRecord } from "../../records/index.ts";
import { histogramTotal } from "../../stats/index.ts";
import { nextUp, numberLayout } from "./bins-of-numbers.ts";
import {
  HOUR,
  type MadeUpColumns,
  madeUpDecisions,
  madeUpLayout,
  madeUpReference,
  madeUpSeen,
  START,
} from "./made-up.conformance.ts";
import { mergeSeen } from "./merge-seen.ts";
import { openSeen } from "./open-seen.ts";
import type { InputSeen, Seen } from "./seen.ts";

/** How many values fall into each bin, by the definition alone. */
function counted(values: readonly number[], edges: readonly number[]): readonly number[] {
  const bins = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) bins[countUpTo(edges, value)]!++;
  return bins;
}

describe("bins of numbers", () => {
  const draws = rng({ seed: 1, purpose: "bins" });

  test("hold about as many of what they were made from each", () => {
    const values = Array.from({ length: 10_000 }, () => draws.normal());
    const { edges } = numberLayout(values);
    expect(edges).toHaveLength(19);
    for (const count of counted(values, edges)) expect(Math.abs(count - 500)).toBeLessThanOrEqual(1);
  });

  test("give values that are few one each, and what lies beyond them others", () => {
    const values = [1, 2, 2, 5];
    const { edges } = numberLayout(values);
    expect(counted(values, edges).filter((count) => count > 0)).toEqual([1, 2, 1]);
    expect(counted([0, 1, 2, 5, 6], edges).filter((count) => count > 0)).toEqual([1, 1, 1, 1, 1]);
  });

  test("tell a constant from what is smaller and what is larger", () => {
    const { edges } = numberLayout(new Array(100).fill(7));
    expect(counted([6.9, 7, 7.1], edges)).toEqual([1, 1, 1]);
    expect(numberLayout([]).edges).toEqual([]);
    expect(numberLayout([Number.NaN, Infinity]).edges).toEqual([]);
  });

  test("give a frequent zero a bin of its own and divide the rest", () => {
    const values = [...new Array(6_000).fill(0), ...Array.from({ length: 4_000 }, () => 1 + draws.uniform())];
    const bins = counted(values, numberLayout(values).edges).filter((count) => count > 0);
    expect(bins[0]).toBe(6_000);
    expect(bins).toHaveLength(9);
    for (const count of bins.slice(1)) expect(Math.abs(count - 500)).toBeLessThanOrEqual(1);
  });

  test("end just above a number", () => {
    for (const value of [0, 1, -1, 1e300, -1e-300, 0.1]) {
      expect(nextUp(value)).toBeGreaterThan(value);
      const middle = value + (nextUp(value) - value) / 2;
      expect([value, nextUp(value)]).toContain(middle);
    }
  });
});

const columns: MadeUpColumns = {
  fields: { city: ["Bonn", "Bonn", null, "Ulm", "Paris"], member: [true, true, false, true, true] },
  features: { visits: [1, 1, 1, 4, null] },
  heads: { risk: [0.1, 0.2, null, 0.4, 0.1] },
  score: [0.1, 0.2, null, 0.4, 0.1],
  acted: [false, true, false, true, false],
  more: [{}, { level: "rule", reasons: ["fallback.head-failed:risk"] }, { arm: "holdback", took: 9 }, {}, {}],
};
const system = { slices: ["city"], outcomes: {} };

describe("what is seen of a period", () => {
  const layout = madeUpLayout({ ...columns, fields: { ...columns.fields, city: ["Ulm", "Bonn", "Bonn"] } });
  const seen = madeUpSeen(layout, columns, { system });

  test("is counted in the bins of its layout", () => {
    expect(layout.fields.city).toEqual({ kind: "text", values: ["Bonn", "Ulm"] });
    expect(seen.fields.city).toEqual({ bins: [2, 1, 1], missing: 1, longestRun: 2 });
    expect(seen.fields.member).toEqual({ bins: [4, 1, 0], missing: 0, longestRun: 2 });
    const { bins, numbers, missing, longestRun } = seen.features.visits!;
    expect(bins.filter((count) => count > 0)).toEqual([3, 1]);
    expect({ missing, longestRun }).toEqual({ missing: 1, longestRun: 3 });
    expect(numbers).toMatchObject({ n: 4, mean: 1.75, least: 1, most: 4 });
    expect(numbers?.m2).toBeCloseTo(6.75, 12);
  });

  test("tells who answered, what was done, why and how fast", () => {
    expect(seen).toMatchObject({ decisions: 5, acted: 2, from: START, to: START + HOUR, repeated: 0 });
    expect(seen.said).toEqual({ wait: 3, act: 2 });
    expect(seen.arms).toEqual({ champion: 4, holdback: 1 });
    expect(seen.fellBack).toEqual({ rule: 1 });
    expect(seen.reasons).toEqual({ "fallback.head-failed:risk": 1 });
    expect(histogramTotal(seen.took)).toBe(5);
    expect(seen.heads.risk).toMatchObject({ missing: 1, numbers: { n: 4 } });
    expect(seen.heads.risk!.sums.reduce((a, b) => a + b)).toBeCloseTo(0.8, 12);
    expect(seen.slices["city=Bonn"]).toMatchObject({ decisions: 2, acted: 1, fellBack: 1 });
  });

  test("misses no head where the rule was what was to answer", () => {
    const versions = { models: {}, weights: "w", policy: "p", contract: "c" };
    const ofRule = {
      ...columns,
      heads: { risk: [null, null, null, null, null] },
      more: columns.score!.map(() => ({ versions })),
    };
    expect(madeUpSeen(layout, ofRule, { system }).heads.risk).toMatchObject({ missing: 0, numbers: { n: 0 } });
    const ofModel = { ...ofRule, more: columns.score!.map(() => ({})) };
    expect(madeUpSeen(layout, ofModel, { system }).heads.risk).toMatchObject({ missing: 5 });
  });

  test("is plain data", () => {
    expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
  });

  test("takes what is of another type, or no number, for missing", () => {
    const of = madeUpLayout({ features: { x: [1, 2, 3] } });
    const strange = ["3", Number.NaN, Infinity, true, null, undefined, {}].map((x) => ({ features: { x } }));
    const found = madeUpSeen(of, { more: strange });
    expect(found.features.x).toMatchObject({ missing: 7, longestRun: 0, numbers: { n: 0 } });
  });

  test("counts candidates as rows, a field that they share once, and what was shown", () => {
    const candidate = (id: string, price: number, position: number | null) => ({
      ...{ id, given: { price }, features: { x: price }, heads: { click: [0.1] }, score: price, position },
      reasons: position === null ? ["filter.sold-out"] : [],
    });
    const candidates = [candidate("a", 1, 1), candidate("b", 2, 2), candidate("c", 3, null)];
    const body = { given: { city: "Bonn" }, features: {}, candidates } as unknown as Partial<DecisionBody>;
    const of = madeUpLayout({
      ...{ fields: { city: ["Bonn"], price: [1, 2, 3] }, features: { x: [1, 2, 3] } },
      ...{ heads: { click: [0.1] }, score: [1, 2, 3] },
    });
    const found = madeUpSeen(of, { more: [body, body] });
    expect(found.decisions).toBe(2);
    expect(found.fields.city).toMatchObject({ bins: [2, 0], missing: 0 });
    expect(found.fields.price).toMatchObject({ missing: 0, numbers: { n: 6, mean: 2 } });
    expect(found.features.x?.numbers?.n).toBe(6);
    expect(found.heads.click?.numbers.n).toBe(6);
    expect(found.score?.numbers.mean).toBe(2);
    expect(found.exposure).toMatchObject({ shown: 4, distinct: 2, top: { a: 2, b: 2 } });
    expect(found.reasons).toEqual({ "filter.sold-out": 2 });
  });

  test("counts events, what broke their contract, and amounts that were reported", () => {
    const open = openSeen(layout, {
      ...{ from: START, to: START + HOUR },
      system: { slices: [], outcomes: { minutes: { kind: "number" }, bought: { kind: "flag" } } as never },
    });
    const body = { system: "made-up", stream: "clicks", row: {} };
    open.addEvent({ v: 1, kind: "event", id: "1", at: START, body } as EventRecord);
    const refused = { ...body, reasons: ["price: minimum"], given: {} };
    open.addRefused({ v: 1, kind: "refused-event", id: "2", at: START, body: refused } as RefusedEventRecord);
    for (const [outcome, value] of [
      ["minutes", 3],
      ["minutes", 5],
      ["bought", true],
    ] as const)
      open.addOutcome({ v: 1, kind: "outcome", id: `${value}`, at: START, body: { outcome, value } } as never);
    open.addRepeated();
    expect(open.read()).toMatchObject({
      ...{ repeated: 1, decisions: 0, amounts: { minutes: { n: 2, mean: 4, m2: 2 } } },
      events: { clicks: { came: 2, refused: { "price: minimum": 1 } } },
    });
  });
});

/** Rounds what rounding may move, so that the rest must be equal to the last bit. */
function rounded(seen: Seen): unknown {
  return JSON.parse(
    JSON.stringify(seen, (_, value) => (typeof value === "number" ? Math.round(value * 1e9) / 1e9 + 0 : value)),
  );
}

const withoutRuns = (seen: Seen): Seen => {
  const cut = (of: Readonly<Record<string, InputSeen>>) =>
    Object.fromEntries(Object.entries(of).map(([name, one]) => [name, { ...one, longestRun: 0 }]));
  return { ...seen, fields: cut(seen.fields), features: cut(seen.features) };
};

describe("two periods as one", () => {
  const layout = madeUpLayout({
    fields: { a: ["x", "y"] },
    features: { b: [0, 1, 2, 3, 4] },
    heads: { h: [0, 0.5, 1] },
  });
  const cells = fc.record({
    a: fc.option(fc.constantFrom("x", "y", "z")),
    b: fc.option(fc.double({ min: -10, max: 10, noNaN: true })),
    h: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    acted: fc.boolean(),
  });
  const seenOf = (rows: readonly { a: string | null; b: number | null; h: number | null; acted: boolean }[]) =>
    madeUpSeen(layout, {
      fields: { a: rows.map(({ a }) => a) },
      features: { b: rows.map(({ b }) => b) },
      heads: { h: rows.map(({ h }) => h) },
      acted: rows.map(({ acted }) => acted),
    });

  test("are what one pass over both sees, but for a run where they meet", () => {
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 40 }), fc.array(cells, { maxLength: 40 }), (one, other) => {
        const [merged, whole] = [mergeSeen(seenOf(one), seenOf(other)), seenOf([...one, ...other])];
        expect(rounded(withoutRuns(merged))).toEqual(rounded(withoutRuns(whole)));
        expect(merged.features.b!.longestRun).toBeLessThanOrEqual(whole.features.b!.longestRun);
      }),
      { numRuns: 60 },
    );
  });

  test("show as many different candidates as both showed", () => {
    const shown = (from: number, to: number) =>
      madeUpSeen(layout, {
        more: Array.from({ length: to - from }, (_, i) => ({
          candidates: [{ id: `c${from + i}`, given: {}, features: {}, heads: {}, score: 1, position: 1, reasons: [] }],
        })),
      });
    const merged = mergeSeen(shown(0, 300), shown(200, 500));
    expect(merged.exposure?.shown).toBe(600);
    // 16,384 registers count 500 values almost exactly: four standard errors are 3 %.
    expect(Math.abs(merged.exposure!.distinct - 500)).toBeLessThanOrEqual(16);
  });

  test("of different layouts do not add up", () => {
    const other = madeUpSeen(madeUpLayout({ features: { b: [9] } }), {});
    expect(() => mergeSeen(seenOf([]), other)).toThrow(expect.objectContaining({ code: "watch.layouts-differ" }));
  });

  test("keep bounded names however many decisions say something else", () => {
    const action = Array.from({ length: 5_000 }, (_, i) => (i % 2 === 0 ? "often" : `once ${i}`));
    const seen = madeUpSeen(layout, { action });
    expect(Object.keys(seen.said)).toHaveLength(64);
    expect(seen.said.often).toBe(2_500);
    expect(Object.keys(mergeSeen(seen, seen).said)).toHaveLength(64);
  });
});

test("a million decisions take no more room than a few", () => {
  const layout = madeUpLayout({ fields: { city: ["Bonn"] }, features: { x: [0, 1] } });
  const open = openSeen(layout, { from: START, to: START + HOUR, system: { slices: ["city"], outcomes: {} } });
  const [one] = madeUpDecisions({ features: { x: [0.5] } });
  const sizes: number[] = [];
  for (let i = 0; i < 1_000_000; i++) {
    // Every hundredth says what nobody ever said.
    const strange = { given: { city: `c${i}` }, action: `a${i}`, reasons: [`r${i}`], took: i % 1_000 };
    open.add(i % 100 === 0 ? { ...one!, body: { ...one!.body, ...strange } } : one!);
    if (i === 50_000 || i === 999_999) sizes.push(JSON.stringify(open.read()).length);
  }
  expect(sizes[1]! / sizes[0]!).toBeLessThan(1.2);
});

describe("a reference", () => {
  test("holds what was learned from, and how the head did on it", () => {
    const p = [0.1, 0.2, 0.8, 0.9];
    const made = madeUpReference(
      { fields: { x: [1, 2, 3, 4] }, features: { x: [1, 2, 3, 4] }, heads: { risk: p }, score: p },
      { labels: { risk: [0, 0, 1, 1] } },
    );
    expect(made).toMatchObject({ from: "training", importance: { x: 1 }, reads: { x: ["x"] } });
    expect(made.seen).toMatchObject({ decisions: 4, layout: made.layout.id });
    const { loss, labels, losses, calibration } = made.seen.labels.risk!;
    const exact = [0.9, 0.8, 0.8, 0.9].map((q) => -Math.log(q));
    expect(loss.mean).toBeCloseTo(exact.reduce((a, b) => a + b) / 4, 12);
    expect(losses).toHaveLength(4);
    for (const [i, one] of losses.entries()) expect(one).toBeCloseTo(exact[i]!, 12);
    expect(labels.mean).toBe(0.5);
    expect(calibration.filter(({ weight }) => weight > 0)).toHaveLength(4);
  });

  test("of nothing says so", () => {
    expect(() => madeUpReference({})).toThrow(expect.objectContaining({ code: "watch.reference-empty" }));
  });

  test("in a period like it fills every bin as much", () => {
    const draws = rng({ seed: 3, purpose: "like" });
    const x = Array.from({ length: 4_000 }, () => draws.normal());
    const made = madeUpReference({ features: { x } });
    const seen = madeUpSeen(made.layout, { features: { x } });
    expect(seen.features).toEqual(made.seen.features);
    expect(madeUpDecisions({ features: { x } })).toHaveLength(4_000);
  });
});
