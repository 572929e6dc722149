import { describe, expect, test } from "vitest";
import { isAlidadeError } from "../../kernel/index.ts";
import { decodeModel, encodeModel } from "../encode.ts";
import type { Model, Signature, Task } from "../model.ts";
import { lazyPart, partOf } from "../partitioned/body.ts";
import { importanceOf, scoreModel, scoreRow } from "../score.ts";

const features = [
  { name: "city", kind: "text" },
  { name: "x", kind: "number" },
] as const;

function model(format: string, signature: Partial<Signature> & { readonly task: Task }, body: unknown): Model {
  return { format, signature: { features, classes: [], ...signature }, calibration: { kind: "none" }, body };
}

const says = (p: number): Model => model("constant", { task: "binary", features: [] }, { outputs: [p] });
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
};

/** Adds `weight` times the column `of` to a log-odds of 0. */
const follows = (of: string, weight: number): Model =>
  model(
    "linear",
    { task: "binary", features: [{ name: of, kind: "number" }] },
    {
      intercept: [0],
      numbers: [{ slot: 0, fill: 0, weight: [weight], missing: [0] }],
      texts: [],
      shares: [1],
    },
  );

describe("perLabel", () => {
  const labels = { task: "multilabel", classes: ["a", "b"] } as const;
  const chained = (chain: object): Model =>
    model("perLabel", labels, { chains: [{ links: ["was a", "was b"], ...chain }] });

  test("tells a later model what an earlier one said", () => {
    const [a, b] = scoreRow(chained({ order: [0, 1], models: [says(0.8), follows("was a", 2)] }), { x: 1 });
    expect([a, b]).toEqual([0.8, 1 / (1 + Math.exp(-1.6))]);
  });

  test("averages an ensemble", () => {
    const chains = [0.2, 0.6].map((p) => ({ order: [1, 0], models: [says(p), says(0.5)], links: [] }));
    const [a, b] = scoreRow(model("perLabel", labels, { chains }), {});
    expect([a, b]).toEqual([0.5, 0.4]);
  });

  test.each([
    ["an order that asks one label twice", { order: [0, 0], models: [says(0.1), says(0.2)] }],
    ["a label without a model", { order: [0], models: [says(0.1)] }],
    ["a label that is not there", { order: [0, 2], models: [says(0.1), says(0.2)] }],
    [
      "a model of another task",
      { order: [0, 1], models: [says(0.1), model("constant", { task: "regression" }, { outputs: [1] })] },
    ],
    ["a link too few", { order: [0, 1], models: [says(0.1), says(0.2)], links: ["was a"] }],
  ])("refuses %s", (_, chain) => {
    expect(codeOf(() => decodeModel(encodeModel(chained(chain))))).toBe("model.corrupt");
  });
});

describe("hierarchy", () => {
  const tree = (nodes: readonly object[], reach = 0): Model =>
    model("hierarchy", { task: "hierarchical", classes: ["a > b", "a > c", "d"] }, { nodes, reach });
  const even = { shares: [0.5, 0.5], model: undefined, modelled: [] };
  const root = { ...even, children: [1, -3], model: says(0.25), modelled: [0, 1] };

  test("multiplies along the path, by models and by shares", () => {
    const scores = scoreRow(decodeModel(encodeModel(tree([root, { ...even, children: [-1, -2] }]))), {});
    expect(scores).toEqual([0.375, 0.375, 0.25]);
  });

  test.each([
    [
      "a node that hangs from nothing",
      [
        { ...even, children: [-1, -2] },
        { ...even, children: [-3, -3] },
      ],
    ],
    ["a circle", [{ ...even, children: [0, -1] }]],
    ["a child before its parent", [root, { ...even, children: [1, -1] }]],
    ["a class in two places", [root, { ...even, children: [-1, -1] }]],
    ["a class that is not there", [root, { ...even, children: [-1, -9] }]],
    ["a class without a place", [root, { children: [-1], shares: [1], model: undefined, modelled: [] }]],
    ["no nodes", []],
    [
      "a share too few",
      [
        { ...root, shares: [1] },
        { ...even, children: [-1, -2] },
      ],
    ],
    [
      "an output that names no child",
      [
        { ...root, modelled: [0, 2] },
        { ...even, children: [-1, -2] },
      ],
    ],
  ])("refuses %s", (_, nodes) => {
    expect(codeOf(() => decodeModel(encodeModel(tree(nodes))))).toBe("model.corrupt");
  });
});

describe("partitioned", () => {
  const split = (parts: readonly object[], by = ["city"]): Model =>
    model("partitioned", { task: "binary" }, { by, parent: follows("x", 1), parts });

  test("answers by key, and by the parent for the others", () => {
    const whole = decodeModel(encodeModel(split([partOf(["Rome"], says(0.9)), partOf(["Bonn"], says(0.1))])));
    const city = {
      name: "city",
      kind: "text",
      codes: Int32Array.of(0, 1, -1, 2, 0),
      levels: ["Rome", "Oslo", "Bonn"],
    } as const;
    const x = { name: "x", kind: "number", values: new Float64Array(5) } as const;
    expect([...scoreModel(whole, { rows: 5, columns: [x, city] })]).toEqual([0.9, 0.5, 0.5, 0.1, 0.9]);
    expect(importanceOf(whole)).toEqual({ x: 1 });
  });

  test("reads a part when its key turns up, and writes it again without reading it", () => {
    const bytes = encodeModel(split([lazyPart(["Rome"], "damaged", () => says(1)), partOf(["Bonn"], says(0.1))]));
    const whole = decodeModel(bytes);
    expect(scoreRow(whole, { city: "Bonn" })).toEqual([0.1]);
    expect(encodeModel(whole)).toEqual(bytes);
    expect(codeOf(() => scoreRow(whole, { city: "Rome" }))).toBe("model.corrupt");
  });

  test.each([
    ["a key of too many values", split([partOf(["Rome", "south"], says(0.5))])],
    ["a key of none", split([partOf([], says(0.5))])],
    ["a key made of no feature", split([], ["country"])],
  ])("refuses %s", (_, whole) => {
    expect(codeOf(() => decodeModel(encodeModel(whole)))).toBe("model.corrupt");
  });

  test("survives models in models, and refuses what is not one", () => {
    const nest = (depth: number): Model =>
      depth === 0 ? says(0.3) : { ...split([]), body: { by: [], parent: nest(depth - 1), parts: [] } };
    expect(scoreRow(decodeModel(encodeModel(nest(6))), {})).toEqual([0.3]);
    const text = new TextDecoder().decode(encodeModel(nest(1))).replace('"parent":"{', '"parent":"[');
    expect(codeOf(() => decodeModel(new TextEncoder().encode(text)))).toBe("model.corrupt");
  });
});
