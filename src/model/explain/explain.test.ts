import { describe, expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import type { LinearBody } from "../formats/linear.ts";
import type { Model } from "../model.ts";
import { scoreRow } from "../score.ts";
import type { TreesBody } from "../trees/body.ts";
import { explainRow } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { reasonsFor } from "./reasons.ts";

const features = [
  { name: "visits", kind: "number" },
  { name: "city", kind: "text" },
  { name: "vip", kind: "flag" },
] as const;

/** visits ≤ 2 (missing left) ? -2 : (city in {Oslo} ? 1 : 3). Half of the rows go left; of the others, a quarter to Oslo. */
const body: TreesBody = {
  base: [-1],
  link: "sigmoid",
  scale: 1,
  roots: Int32Array.of(0),
  slot: Int32Array.of(0, -1, 1, -1, -1),
  value: Float64Array.of(2, -2, 0, 1, 3),
  vectors: new Float64Array(0),
  right: Int32Array.of(2, 0, 4, 0, 0),
  missing: Uint8Array.of(1, 0, 0, 0, 0),
  gain: new Float64Array(5),
  cover: Float64Array.of(8, 4, 4, 1, 3),
  levels: [[], ["Oslo", "Rome"], []],
  sets: [[0]],
};
const trees: Model<TreesBody> = {
  format: "trees",
  signature: { task: "binary", features, classes: [] },
  calibration: { kind: "platt", slope: 0.5, intercept: 0.1 },
  body,
};

function explained(...args: Parameters<typeof explainRow>): Explanation {
  const explanation = explainRow(...args);
  if (explanation.kind === "unexplained") throw new Error(explanation.reason);
  return explanation;
}

describe("a forest's row", () => {
  test("is explained by features, the weightiest first, down to the ones that change nothing", () => {
    const { expected, score, contributions, against } = explained(trees, { visits: 5, city: "Rome", vip: true });
    // Known: nothing 0.25, visits 2.5, city 0.5 (half of it -2, half 3), both 3.
    expect([...expected, ...score]).toEqual([-0.75, 2]);
    expect(against).toBe("training");
    expect(contributions.map(({ feature, value }) => [feature, value])).toEqual([
      ["visits", 5],
      ["city", "Rome"],
      ["vip", true],
    ]);
    expect(contributions[0]!.adds[0]).toBeCloseTo((2.25 + 2.5) / 2, 12);
    expect(contributions[1]!.adds[0]).toBeCloseTo((0.25 + 0.5) / 2, 12);
    expect(contributions[2]!.adds).toEqual([0]);
  });

  test("is compared with a background of rows where one is given", () => {
    const kinds = { city: "text", visits: "number", vip: "flag" } as const;
    const background = tableOf(kinds, [{ visits: 1, city: "Oslo", vip: false }]);
    const { expected, contributions, against } = explained(trees, { visits: 5, city: "Oslo" }, { background });
    expect({ expected, against }).toEqual({ expected: [-3], against: "background" });
    expect(contributions[0]).toEqual({ feature: "visits", value: 5, adds: [3] });
    expect(explainRow(trees, {}, { background: tableOf(kinds, []) })).toMatchObject({ reason: "empty-background" });
    expect(() => explainRow(trees, {}, { background: tableOf({ city: "text" }, []) })).toThrow(
      "`visits` (number) is missing",
    );
  });

  test("is not explained by shares of training rows that the forest does not know", () => {
    const blind = { ...trees, body: { ...body, cover: new Float64Array(5) } };
    expect(explainRow(blind, { visits: 5 })).toEqual({ kind: "unexplained", reason: "no-cover" });
  });

  test("is given reasons in words that lead from the usual output to its own", () => {
    const row = { visits: 5, city: null };
    const explanation = explained(trees, row);
    const [first, second, third] = reasonsFor(trees, explanation);
    expect(third).toBeUndefined();
    expect(first!.from).toBe(explanation.toOutputs(explanation.expected)[0]);
    expect(second!.from).toBe(first!.to);
    expect(second!.to).toBeCloseTo(scoreRow(trees, row)[0]!, 12);
    expect(first!.text).toBe("visits is 5, which raises the risk from 43% to 71%");
    expect(second!.text).toBe("city is missing, which raises the risk from 71% to 75%");
    expect(reasonsFor(trees, explanation, { most: 1, called: "the chance" }).map(({ text }) => text)).toEqual([
      "visits is 5, which raises the chance from 43% to 71%",
    ]);
  });
});

describe("other forests", () => {
  test("of classes are told about one class at a time", () => {
    const vectors = Float64Array.of(2, 0, 0, 1, 1, 0);
    const value = Float64Array.of(2, 0, 0, 1, 2);
    const classes: Model<TreesBody> = {
      ...trees,
      signature: { task: "multiclass", features, classes: ["tech", "finance"] },
      calibration: { kind: "none" },
      body: { ...body, base: [0, 0], link: "softmax", value, vectors },
    };
    const explanation = explained(classes, { visits: 1 });
    const reasons = reasonsFor(classes, explanation, { output: 1 });
    // Expected: 1.375 for tech and 0.125 for finance; in the end 2 and 0.
    expect(reasons[0]!.from).toBeCloseTo(1 / (1 + Math.exp(1.25)), 12);
    expect(reasons.at(-1)!.to).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
    expect(reasons[0]!.text).toBe("visits is 1, which lowers the probability of finance from 22% to 13%");
  });

  test.each([
    ["multiclass", "softmax"],
    ["multilabel", "sigmoid"],
  ] as const)("of several calibrated outputs are told in calibrated probabilities: %s", (task, link) => {
    const calibrated: Model<TreesBody> = {
      ...trees,
      signature: { task, features, classes: ["tech", "finance"] },
      calibration: { kind: "none" },
      calibrations: [
        { kind: "platt", slope: 0.5, intercept: 1 },
        { kind: "isotonic", from: [0, 1], to: [0.2, 0.6] },
      ],
      body: {
        ...body,
        base: [0, 0],
        link,
        value: Float64Array.of(2, 0, 0, 1, 2),
        vectors: Float64Array.of(2, 0, 0, 1, 1, 0),
      },
    };
    const row = { visits: 5, city: "Rome" };
    const explanation = explained(calibrated, row);
    for (const output of [0, 1]) {
      const reasons = reasonsFor(calibrated, explanation, { output });
      expect(reasons.at(-1)!.to).toBeCloseTo(scoreRow(calibrated, row)[output]!, 12);
    }
  });

  test("that ask too many questions in a row are not explained", () => {
    const splits = 600;
    const slot = Int32Array.from({ length: 2 * splits + 1 }, (_, i) => (i < splits ? 0 : -1));
    const nil = new Float64Array(slot.length);
    const right = slot.map((of, i) => (of < 0 ? 0 : 2 * splits - i));
    const missing = new Uint8Array(slot.length);
    const chain = { ...trees, body: { ...body, slot, right, missing, value: nil, gain: nil, cover: nil.map(() => 1) } };
    expect(explainRow(chain, {})).toEqual({ kind: "unexplained", reason: "too-deep" });
  });
});

describe("a linear model's row", () => {
  const terms: LinearBody = {
    intercept: [1],
    numbers: [{ slot: 0, fill: 7, weight: [2], missing: [0.5] }],
    texts: [{ slot: 1, levels: ["Oslo", "Rome"], weight: [10, 20], missing: [-3] }],
    shares: [0.5, 0.5, 0],
  };
  const linear: Model<LinearBody> = {
    format: "linear",
    signature: { task: "regression", features, classes: [] },
    calibration: { kind: "none" },
    body: terms,
  };

  test("is explained by coefficient × (value - mean), and by a text's own weight", () => {
    const { expected, score, contributions } = explained(linear, { visits: 3, city: "Rome" });
    expect({ expected, score }).toEqual({ expected: [15], score: [27] });
    expect(contributions.map(({ feature, adds }) => [feature, ...adds])).toEqual([
      ["city", 20],
      ["visits", -8],
      ["vip", 0],
    ]);
    expect(explained(linear, { visits: null, city: null }).score).toEqual(scoreRow(linear, {}));
  });

  test("is compared with a background's mean terms", () => {
    const background = tableOf({ visits: "number", city: "text", vip: "flag" }, [
      { visits: 1, city: "Oslo" },
      { visits: 3, city: null },
    ]);
    const { expected, contributions } = explained(linear, { visits: 3, city: "Rome" }, { background });
    expect(expected).toEqual([1 + 4 + 3.5]);
    expect(contributions.map(({ adds }) => adds[0])).toEqual([16.5, 2, 0]);
  });

  test("tells an estimate in its own unit", () => {
    const [first] = reasonsFor(linear, explained(linear, { visits: 2.71, city: "Rome" }));
    expect(first!.text).toBe("city is Rome, which raises the estimate from 15 to 35");
  });
});

test("a model of another format is not explained, and says so", () => {
  const model: Model = { ...trees, format: "neighbours" };
  expect(explainRow(model, {})).toEqual({ kind: "unexplained", reason: "format" });
});
