import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell, Row } from "../../data/index.ts";
import type { FeatureSlot, Model } from "../model.ts";
import { partOf } from "../partitioned/body.ts";
import { scoreRow } from "../score.ts";
import type { TreesBody } from "../trees/body.ts";
import { aForest } from "../trees/forest.arbitrary.ts";
import { type Counterfactual, counterfactual } from "./counterfactual.ts";
import type { CounterfactualOptions } from "./counterfactual-options.ts";

const features: readonly FeatureSlot[] = [
  { name: "visits", kind: "number" },
  { name: "city", kind: "text" },
  { name: "vip", kind: "flag" },
];

/** A tree each: visits ≤ 2.5 ? 0 : (≤ 6.5 ? 1 : 3);  city in {Oslo, Rome} ? 0 : 1;  vip ? 1 : 0. */
const body: TreesBody = {
  base: [-2.5],
  link: "sigmoid",
  scale: 1,
  roots: Int32Array.of(0, 5, 8),
  slot: Int32Array.of(0, -1, 0, -1, -1, 1, -1, -1, 2, -1, -1),
  value: Float64Array.of(2.5, 0, 6.5, 1, 3, 0, 0, 1, 0.5, 0, 1),
  vectors: new Float64Array(0),
  right: Int32Array.of(2, 0, 4, 0, 0, 7, 0, 0, 10, 0, 0),
  missing: new Uint8Array(11),
  gain: new Float64Array(11),
  cover: new Float64Array(11).fill(1),
  levels: [[], ["Bern", "Oslo", "Rome"], []],
  sets: [[1, 2]],
};
const model: Model<TreesBody> = {
  format: "trees",
  signature: { task: "binary", features, classes: [] },
  calibration: { kind: "platt", slope: 2, intercept: 0 },
  body,
};
const row: Row = { visits: 9, city: "Bern", vip: true };
const any = { visits: {}, city: {}, vip: {} };

function found(answer: Counterfactual): Extract<Counterfactual, { kind: "change" }> {
  if (answer.kind !== "change") throw new Error(answer.kind);
  return answer;
}

test.each<[string, Partial<CounterfactualOptions>]>([
  ["threshold", { threshold: Number.NaN }],
  ["output", { output: 1 }],
  ["output", { output: -1 }],
  ["most", { most: 0 }],
  ["budget", { budget: Number.NaN }],
  ["actionable.visits", { actionable: { visits: null as never } }],
  ["actionable.visits.step", { actionable: { visits: { step: 0 } } }],
  ["actionable.visits.min", { actionable: { visits: { min: 2, max: 1 } } }],
  ["actionable.visits.cost", { actionable: { visits: { cost: -1 } } }],
  ["actionable.visits.direction", { actionable: { visits: { direction: "sideways" as never } } }],
])("%s is refused where it cannot be: %j", (what, odd) => {
  const ask = () => counterfactual(model, row, { threshold: 0.5, actionable: any, ...odd });
  expect(ask).toThrow(
    expect.objectContaining({ code: "model.counterfactual-invalid", data: expect.objectContaining({ what }) }),
  );
});

describe("the smallest change that flips a decision", () => {
  test("is the cheapest one allowed, in values that a person would choose", () => {
    const answer = found(counterfactual(model, row, { threshold: 0.5, actionable: any }));
    // Scores 5 - 2.5 = 2.5. A sixth of what lies between 2.5 and 6.5 would not do: 3 visits fewer leave 0.5, and 7 fewer -0.5.
    expect(answer.changes).toEqual([{ feature: "visits", from: 9, to: 2, cost: 7 / 4 }]);
    expect(answer).toMatchObject({ cost: 7 / 4, guarantee: "cheapest", from: scoreRow(model, row)[0] });
    expect(answer.to).toBe(scoreRow(model, { ...row, visits: 2 })[0]);
  });

  test("takes two features together when that is cheaper", () => {
    const actionable = { visits: { cost: 0.25 }, city: { cost: 0.1 }, vip: { cost: 5 } };
    const { changes, cost } = found(counterfactual(model, row, { threshold: 0.5, actionable }));
    expect(changes.map(({ feature, to }) => [feature, to])).toEqual([
      ["visits", 6],
      ["city", "Oslo"],
    ]);
    expect(cost).toBeCloseTo(3 * 0.25 + 0.1, 12);
  });

  test("flips a no into a yes as well", () => {
    const quiet = { visits: 0, city: "Rome", vip: false };
    const { changes, to } = found(counterfactual(model, quiet, { threshold: 0.5, actionable: { visits: {} } }));
    expect(changes).toMatchObject([{ feature: "visits", to: 7 }]);
    expect(to).toBeGreaterThanOrEqual(0.5);
  });

  test("keeps to directions, ranges, steps and levels", () => {
    const ask = (actionable: Record<string, object>): Counterfactual =>
      counterfactual(model, row, { threshold: 0.5, actionable });
    expect(ask({ visits: { direction: "up" } })).toMatchObject({ kind: "no-change-found", reason: "impossible" });
    expect(ask({ visits: { min: 3 } })).toMatchObject({ kind: "no-change-found", reason: "impossible" });
    expect(found(ask({ visits: { max: 1.25, step: 0.25 } })).changes[0]!.to).toBe(1.25);
    expect(found(ask({ visits: { step: 4 } })).changes[0]!.to).toBe(1);
    expect(found(ask({ visits: { min: 3 }, city: { levels: ["Rome"] } })).changes[1]!.to).toBe("Rome");
    expect(ask({ city: {}, vip: {} })).toMatchObject({ kind: "no-change-found", reason: "impossible" });
  });

  test("goes on to three features when two do not do", () => {
    const lofty = { ...model, body: { ...body, base: [-0.5] } };
    const answer = counterfactual(lofty, row, { threshold: 0.5, actionable: { ...any, visits: { min: 1 } } });
    expect(found(answer)).toMatchObject({ guarantee: "found", changes: { length: 3 } });
    const two = counterfactual(lofty, row, { threshold: 0.5, actionable: any, most: 2 });
    expect(two).toMatchObject({ kind: "no-change-found", reason: "impossible" });
  });

  test("says so when it ran out of tries", () => {
    expect(counterfactual(model, row, { threshold: 0.5, actionable: { city: {}, vip: {} }, budget: 1 })).toMatchObject({
      reason: "not-found",
    });
  });

  test.each([
    ["multilabel", "sigmoid", -2],
    ["multiclass", "softmax", -3.2],
  ] as const)("speaks of the calibrated probability of a class or label: %s", (task, link, intercept) => {
    // The same trees for the first output, nothing for the second.
    const leaves = [...body.slot.keys()].filter((node) => body.slot[node]! < 0);
    const pairs: TreesBody = {
      ...body,
      base: [-2.5, 0],
      link,
      value: body.value.map((value, node) => (body.slot[node]! < 0 ? leaves.indexOf(node) : value)),
      vectors: Float64Array.from(leaves.flatMap((node) => [body.value[node]!, 0])),
    };
    const calibrated: Model<TreesBody> = {
      format: "trees",
      signature: { task, features, classes: ["a", "b"] },
      calibration: { kind: "none" },
      calibrations: [{ kind: "platt", slope: 1, intercept }, { kind: "none" }],
      body: pairs,
    };
    // One tree less leaves log-odds of 1.5: still a yes without the calibration.
    const answer = found(counterfactual(calibrated, row, { threshold: 0.5, actionable: { vip: {} } }));
    expect(answer.from).toBe(scoreRow(calibrated, row)[0]);
    expect(answer.to).toBe(scoreRow(calibrated, { ...row, vip: false })[0]);
    expect([answer.from > 0.5, answer.to < 0.5]).toEqual([true, true]);
  });

  test("is asked about features of a forest", () => {
    expect(() => counterfactual(model, row, { threshold: 0.5, actionable: { age: {} } })).toThrow("Got age");
    const other = { ...model, format: "neighbours" };
    expect(counterfactual(other, row, { threshold: 0.5, actionable: any })).toMatchObject({ kind: "unexplained" });
  });
});

describe("in a composed model", () => {
  const whole = (format: string, task: Model["signature"]["task"], body: unknown): Model => ({
    format,
    signature: { task, features, classes: task === "binary" ? [] : ["quiet", "loud"] },
    calibration: { kind: "none" },
    body,
  });
  const rate: Model = {
    ...whole("constant", "binary", { outputs: [0.9] }),
    signature: { ...model.signature, features: [] },
  };

  test("of one part per key, the part that answers is asked; the key stays as it is", () => {
    const perCity = whole("partitioned", "binary", { by: ["city"], parent: rate, parts: [partOf(["Bern"], model)] });
    const answer = found(counterfactual(perCity, row, { threshold: 0.5, actionable: any }));
    expect(answer.changes).toEqual([{ feature: "visits", from: 9, to: 2, cost: 7 / 4 }]);
    // Another city would be another model.
    expect(answer.guarantee).toBe("found");
    const { city: _, ...noKey } = any;
    expect(counterfactual(perCity, row, { threshold: 0.5, actionable: noKey })).toMatchObject({
      guarantee: "cheapest",
    });
    const elsewhere = { ...row, city: "Rome" };
    expect(counterfactual(perCity, elsewhere, { threshold: 0.5, actionable: noKey })).toMatchObject({
      reason: "impossible",
    });
  });

  test("of labels in a chain, the models before it have a say", () => {
    const told: Model = {
      ...model,
      signature: { ...model.signature, features: [{ name: "label quiet", kind: "number" }] },
      body: {
        ...body,
        roots: Int32Array.of(0),
        slot: Int32Array.of(0, -1, -1),
        value: Float64Array.of(0.5, 0, 9),
        right: Int32Array.of(2, 0, 0),
        missing: new Uint8Array(3),
        gain: new Float64Array(3),
        cover: new Float64Array(3),
        levels: [[]],
        sets: [],
      },
    };
    const links = ["label quiet", "label loud"];
    const chain = whole("perLabel", "multilabel", { chains: [{ order: [0, 1], models: [model, told], links }] });
    const answer = found(counterfactual(chain, row, { threshold: 0.5, actionable: any, output: 1 }));
    expect(answer.changes).toEqual([{ feature: "visits", from: 9, to: 2, cost: 7 / 4 }]);
    expect(answer.to).toBe(scoreRow(chain, { ...row, visits: 2 })[1]);
  });

  test("of a tree of classes, the forks on the way are asked", () => {
    const even = { shares: [0.5, 0.5], modelled: [0, 1] };
    const tree = whole("hierarchy", "hierarchical", { nodes: [{ ...even, children: [-1, -2], model }], reach: 0 });
    const { changes } = found(counterfactual(tree, row, { threshold: 0.5, actionable: any, output: 1 }));
    expect(changes).toEqual([{ feature: "visits", from: 9, to: 2, cost: 7 / 4 }]);
  });
});

describe("on any forest", () => {
  const slots: readonly FeatureSlot[] = ["n0", "n1", "n2", "t0", "t1"].map((name, slot) => ({
    name,
    kind: slot < 3 ? "number" : "text",
  }));
  const aRow = fc.record({
    ...Object.fromEntries(
      ["n0", "n1", "n2"].map((name) => [name, fc.constantFrom<Cell>(null, -3, -1, 0, 0.25, 0.75, 2)]),
    ),
    t0: fc.constantFrom<Cell>(null, "a", "b", "c", "strange"),
    t1: fc.constantFrom<Cell>(null, "level 0", "level 42", "strange"),
  }) as fc.Arbitrary<Row>;

  /** What each feature could be set to: an end and the inside of every interval, every level; with the least cost. */
  function reach({ levels, slot, value }: TreesBody, of: number, from: Cell): readonly (readonly [Cell, number])[] {
    const known = levels[of]!;
    if (known.length > 0) return known.filter((level) => level !== from).map((level) => [level, 1]);
    const cuts = [...new Set([...value].filter((_, node) => slot[node] === of))].sort((a, b) => a - b);
    const real = cuts.filter((cut) => cut < Number.MAX_VALUE);
    const spread = (real.at(-1) ?? 0) - (real[0] ?? 0) || 1;
    const ends = [...real, ...real.map((cut) => cut + Math.max(1e-30, Math.abs(cut) * 1e-9)), -1e-35, 1e-35, 0];
    return ends.map((to) => [to, from === null ? 1 : Math.abs(to - Number(from)) / spread]);
  }

  /** Single changes, and pairs of neighbouring features, that cost less than a limit. */
  function* cheaper(body: TreesBody, given: Row, limit: number): Generator<Row> {
    const options = slots.map(({ name }, slot) =>
      reach(body, slot, given[name]!).map(([to, cost]) => ({ name, to, cost })),
    );
    const pairs = options.flatMap((some, i) =>
      some.flatMap((a) => options[(i + 1) % options.length]!.map((b) => [a, b])),
    );
    for (const changes of [...options.flat().map((a) => [a]), ...pairs])
      if (changes.reduce((sum, { cost }) => sum + cost, 0) < limit)
        yield Object.fromEntries(changes.map(({ name, to }) => [name, to]));
  }

  // No threshold of one half, so that nothing looks like whole numbers.
  const aBody = aForest.map((body) => ({ ...body, value: body.value.map((value) => (value === 0.5 ? 0.625 : value)) }));

  test("an answer flips the decision, and no single or double change does so for much less", () => {
    fc.assert(
      fc.property(aBody, aRow, fc.double({ min: -5, max: 5, noNaN: true }), (body, given, threshold) => {
        const classes = body.base.length > 1 ? body.base.map((_, k) => `${k}`) : [];
        const task = classes.length > 0 ? "multilabel" : "regression";
        const signature = { task, features: slots, classes } as const;
        const any: Model<TreesBody> = { format: "trees", signature, calibration: { kind: "none" }, body };
        const actionable = Object.fromEntries(slots.map(({ name }) => [name, {}]));
        const answer = counterfactual(any, given, { threshold, actionable, most: 2 });
        const yes = (row: Row): boolean => scoreRow(any, row)[0]! >= threshold;
        const flips = (change: Row): boolean => yes({ ...given, ...change }) !== yes(given);
        const changes = answer.kind === "change" ? answer.changes : [];
        expect(flips(Object.fromEntries(changes.map(({ feature, to }) => [feature, to])))).toBe(
          answer.kind === "change",
        );
        // Two numbers may each be a hundredth of their spread off, for the sake of fewer digits.
        const limit = answer.kind === "change" ? answer.cost - 0.0201 : Number.POSITIVE_INFINITY;
        for (const change of cheaper(body, given, limit)) expect(flips(change)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
