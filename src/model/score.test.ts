import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, type Row, tableOf, takeRows } from "../data/index.ts";
import type { LinearBody } from "./formats/linear.ts";
import type { Model, Signature, Task } from "./model.ts";
import { importanceOf, scoreModel, scoreRow } from "./score.ts";
import { checkSignature, outputsOf } from "./signature.ts";
import type { TreesBody } from "./trees/body.ts";

const KINDS = { size: "number", city: "text", vip: "flag" } as const;
const features = [
  { name: "city", kind: "text" },
  { name: "size", kind: "number" },
  { name: "vip", kind: "flag" },
] as const;

function modelOf<Body>(format: string, task: Task, body: Body): Model<Body> {
  const classes = task === "multiclass" ? ["a", "b", "c"] : [];
  return { format, signature: { task, features, classes }, calibration: { kind: "none" }, body };
}

/** size ≤ 10 (missing left) ? (city in {Oslo, Rome}, missing right ? 1 : 2) : 4; and a second tree: vip ≤ 0 ? 8 : 16. */
const body: TreesBody = {
  base: [100],
  link: "identity",
  scale: 1,
  roots: Int32Array.of(0, 5),
  slot: Int32Array.of(1, 0, -1, -1, -1, 2, -1, -1),
  value: Float64Array.of(10, 0, 1, 2, 4, 0.5, 8, 16),
  vectors: new Float64Array(0),
  right: Int32Array.of(4, 3, 0, 0, 0, 7, 0, 0),
  missing: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0),
  gain: Float64Array.of(6, 3, 0, 0, 0, 1, 0, 0),
  cover: Float64Array.of(10, 6, 3, 3, 4, 10, 5, 5),
  levels: [["Bern", "Oslo", "Rome"], [], []],
  sets: [[1, 2]],
};

/** The same trees as a person would write them. */
function byHand({ size, city, vip }: Row): number {
  const inside = city === "Oslo" || city === "Rome" ? 1 : 2;
  const first = size === null || Number(size) <= 10 ? inside : 4;
  return 100 + first + (vip === false ? 8 : 16);
}

const cells: fc.Arbitrary<Row> = fc.record({
  size: fc.option(fc.integer({ min: 5, max: 15 }), { nil: null }),
  city: fc.constantFrom<Cell>("Oslo", "Rome", "Bern", "Atlantis", null),
  vip: fc.constantFrom<Cell>(true, false, null),
});

describe("trees", () => {
  const model = modelOf("trees", "regression", body);

  test("walk as a person would, missing and unseen values included", () => {
    fc.assert(fc.property(cells, (row) => scoreRow(model, row)[0] === byHand(row)));
  });

  test("score a table as they score its rows, whatever else is in it and in whatever order", () => {
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 20 }), (rows) => {
        const table = tableOf({ more: "text", vip: "flag", size: "number", city: "text" }, rows);
        expect([...scoreModel(model, table)]).toEqual(rows.map(byHand));
      }),
    );
  });

  test("go through the link: a probability, or shares that sum to 1", () => {
    const binary = modelOf("trees", "binary", { ...body, base: [-110], link: "sigmoid" });
    expect(scoreRow(binary, { size: 20, vip: false })[0]).toBeCloseTo(1 / (1 + Math.exp(98)), 12);
    const shares = scoreRow(modelOf("trees", "multiclass", { ...body, base: [0, 0, 10], link: "softmax" }), {
      size: 20,
      vip: true,
    });
    const whole = Math.exp(4) + Math.exp(16) + Math.exp(10);
    expect(shares[0]).toBeCloseTo(Math.exp(4) / whole, 12);
    expect(shares[1]).toBeCloseTo(Math.exp(16) / whole, 12);
    expect(shares.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  test("share importance by gain", () => {
    expect(importanceOf(model)).toEqual({ city: 0.3, size: 0.6, vip: 0.1 });
    expect(importanceOf(modelOf("trees", "regression", { ...body, gain: new Float64Array(8) }))).toEqual({
      city: 0,
      size: 0,
      vip: 0,
    });
  });

  test("tell levels apart beyond the first machine word", () => {
    const levels = Array.from({ length: 100 }, (_, i) => `level ${i}`);
    const odd = [...levels.keys()].filter((i) => i % 2 === 1);
    const wide = modelOf("trees", "regression", { ...body, levels: [levels, [], []], sets: [odd] });
    for (const [i, city] of levels.entries())
      expect(scoreRow(wide, { size: 1, city, vip: false })[0]).toBe(108 + (i % 2 === 1 ? 1 : 2));
  });
});

describe("linear", () => {
  const terms: LinearBody = {
    intercept: [1],
    numbers: [{ slot: 1, fill: 7, weight: [2], missing: [0.5] }],
    texts: [{ slot: 0, levels: ["Oslo", "Rome"], weight: [10, 20], missing: [-3] }],
    shares: [0.5, 0.5, 0],
  };

  test("adds up its terms", () => {
    const model = modelOf("linear", "regression", terms);
    expect(scoreRow(model, { size: 3, city: "Rome" })).toEqual([1 + 6 + 20]);
    expect(scoreRow(model, { size: null, city: null })).toEqual([1 + 14 + 0.5 - 3]);
    expect(scoreRow(model, { size: 0, city: "Atlantis" })).toEqual([1]);
  });
});

describe("a table", () => {
  const model = modelOf("trees", "regression", body);

  test("without rows gives no scores", () => {
    expect(scoreModel(model, tableOf(KINDS, []))).toEqual(new Float64Array(0));
  });

  test("keeps its dictionary when only some rows are taken", () => {
    const rows: Row[] = [
      { size: 1, city: "Bern" },
      { size: 1, city: "Oslo" },
      { size: 1, city: null },
    ];
    const some = takeRows(tableOf(KINDS, rows), [2, 1]);
    expect([...scoreModel(model, some)]).toEqual([118, 117]);
  });

  test("that lacks a feature, or has it in another kind, is refused by name", () => {
    const table = tableOf({ size: "text", city: "text" }, [{ size: "1", city: "Oslo" }]);
    expect(() => scoreModel(model, table)).toThrow("`size` must be a number, not a text; `vip` (flag) is missing");
    expect(() => checkSignature(model, { ...KINDS, size: "time" })).toThrow("`size` must be a number, not a time");
    expect(() => checkSignature(model, { ...KINDS, more: "time" })).not.toThrow();
  });
});

test.each(["trees", "linear", "partitioned"])(
  "a row of %s does not find features in what every object inherits",
  (format) => {
    const named = [
      { name: "constructor", kind: "text" },
      { name: "valueOf", kind: "number" },
      { name: "toString", kind: "flag" },
    ] as const;
    const term = { slot: 0, levels: ["Oslo"], weight: [2], missing: [7] };
    const lines: LinearBody = { intercept: [1], numbers: [], texts: [term], shares: [1, 0, 0] };
    const sign = <Body>(name: string, of: Body): Model<Body> => {
      const plain = modelOf(name, "regression", of);
      return { ...plain, signature: { ...plain.signature, features: named } };
    };
    const keyed = { by: ["constructor"], parent: sign("linear", lines), parts: [] };
    const model = format === "trees" ? sign(format, body) : format === "linear" ? keyed.parent : sign(format, keyed);
    const nulls: Row = { constructor: null as never, valueOf: null as never, toString: null as never };
    expect(scoreRow(model, {})).toEqual(scoreRow(model, nulls));
    const kinds = Object.fromEntries(named.map(({ name, kind }) => [name, kind]));
    expect(scoreRow(model, {})).toEqual([...scoreModel(model, tableOf(kinds, [{}]))]);
  },
);

test("a signature says how many outputs there are", () => {
  const signature = (task: Task, classes: string[]): Signature => ({ task, features: [], classes });
  expect(outputsOf(signature("binary", []))).toBe(1);
  expect(outputsOf(signature("regression", []))).toBe(1);
  expect(outputsOf(signature("multiclass", ["x", "y", "z"]))).toBe(3);
});
