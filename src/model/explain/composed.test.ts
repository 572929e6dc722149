import { describe, expect, test } from "vitest";
import type { FeatureSlot, Model, Signature, Task } from "../model.ts";
import { partOf } from "../partitioned/body.ts";
import { scoreRow } from "../score.ts";
import { explainRow } from "./explain.ts";
import type { Explanation } from "./explanation.ts";
import { reasonsFor } from "./reasons.ts";

const x: FeatureSlot = { name: "x", kind: "number" };
const y: FeatureSlot = { name: "y", kind: "number" };
const city: FeatureSlot = { name: "city", kind: "text" };

function model(format: string, signature: Partial<Signature> & { readonly task: Task }, body: unknown): Model {
  return { format, signature: { features: [x, y], classes: [], ...signature }, calibration: { kind: "none" }, body };
}

/** Log-odds of `weight` × (a feature whose mean is 1). */
const follows = (of: string, weight: number): Model => {
  const numbers = [{ slot: 0, fill: 1, weight: [weight], missing: [0] }];
  const features: readonly FeatureSlot[] = [{ name: of, kind: "number" }];
  return model("linear", { task: "binary", features }, { intercept: [0], numbers, texts: [], shares: [1] });
};
const says = (p: number): Model => model("constant", { task: "binary", features: [] }, { outputs: [p] });

function explained(...args: Parameters<typeof explainRow>): Explanation {
  const explanation = explainRow(...args);
  if (explanation.kind === "unexplained") throw new Error(explanation.reason);
  return explanation;
}

const adds = ({ contributions }: Explanation, feature: string): readonly number[] | undefined =>
  contributions.find((one) => one.feature === feature)?.adds;

/** Whatever it is composed of: the raw scores lead to the model's own outputs, and are the sum of what is told. */
function expectConsistent(
  whole: Model,
  explanation: Explanation,
  row: Readonly<Record<string, number | string>>,
): void {
  const given = explanation.toOutputs(explanation.score);
  scoreRow(whole, row).forEach((score, k) => {
    expect(given[k]).toBeCloseTo(score, 12);
  });
  explanation.score.forEach((score, k) => {
    const told = explanation.contributions.reduce((sum, one) => sum + one.adds[k]!, explanation.expected[k]!);
    expect(told).toBeCloseTo(score, 12);
  });
}

describe("a model of one part per label", () => {
  const labels = { task: "multilabel", classes: ["tech", "finance"] } as const;
  const row = { x: 3, y: 2 };

  test("is explained label by label", () => {
    const chains = [{ order: [0, 1], models: [follows("x", 1), follows("y", -2)], links: [] }];
    const whole = model("perLabel", labels, { chains });
    const explanation = explained(whole, row);
    expect([adds(explanation, "x"), adds(explanation, "y")]).toEqual([
      [2, 0],
      [0, -2],
    ]);
    expectConsistent(whole, explanation, row);
    expect(reasonsFor(whole, explanation, { output: 1 }).map(({ text }) => text)).toEqual([
      "y is 2, which lowers the probability of finance from 12% to 2%",
    ]);
  });

  test("takes the answers before it in a chain for features, with or without a background", () => {
    const links = ["label tech", "label finance"];
    const chains = [
      { order: [1, 0], models: [follows("x", 1), follows("label finance", 4)], links },
      { order: [0, 1], models: [says(0.25), follows("y", 1)], links },
    ];
    const whole = model("perLabel", labels, { chains });
    const explanation = explained(whole, row);
    const finance = 1 / (1 + Math.exp(-3));
    expect(adds(explanation, "label finance")![1]).toBeCloseTo(4 * (finance - 1), 12);
    expect(explanation.behind(0)).toEqual([1, 2]);
    expectConsistent(whole, explanation, row);
    const values = Float64Array.of(3);
    const background = { rows: 1, columns: [x, y].map(({ name }) => ({ name, kind: "number" as const, values })) };
    const against = explained(whole, row, { background });
    expect(adds(against, "label finance")![1]).toBeCloseTo(0, 12);
    expectConsistent(whole, against, row);
  });
});

test("a model of one part per key is explained by the part that answers", () => {
  const parts = [partOf(["Oslo"], follows("x", 1))];
  const whole = {
    ...model("partitioned", { task: "binary", features: [city, x, y] }, { by: ["city"], parent: says(0.2), parts }),
    calibration: { kind: "platt", slope: 0.5, intercept: 0 },
  } as const;
  const oslo = { city: "Oslo", x: 3 };
  const explanation = explained(whole, oslo);
  expect(explanation.contributions.map(({ feature, adds: [add] }) => [feature, add])).toEqual([
    ["x", 2],
    ["city", 0],
    ["y", 0],
  ]);
  expectConsistent(whole, explanation, oslo);
  expect(reasonsFor(whole, explanation).map(({ text }) => text)).toEqual([
    "x is 3, which raises the risk from 62% to 82%",
  ]);
  const elsewhere = explained(whole, { city: "Rome", x: 3 });
  expect(reasonsFor(whole, elsewhere)).toEqual([]);
  expectConsistent(whole, elsewhere, { city: "Rome", x: 3 });
});

describe("a tree of classes", () => {
  const even = { shares: [0.5, 0.5], model: undefined, modelled: [] };
  const fork = (children: readonly number[], of: Model): object => ({ ...even, children, model: of, modelled: [0, 1] });
  const tree = (reach: number): Model =>
    model(
      "hierarchy",
      { task: "hierarchical", classes: ["a > b", "a > c", "d > e", "d > f"] },
      { nodes: [fork([1, 2], follows("x", 1)), fork([-1, -2], follows("y", 1)), fork([-3, -4], says(0.9))], reach },
    );
  const row = { x: -2, y: 3 };

  test("is explained by the forks on a class's path", () => {
    const explanation = explained(tree(0), row);
    expect([0, 3].map((output) => explanation.behind(output))).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect([adds(explanation, "x"), adds(explanation, "y")]).toEqual([
      [-3, 0, 0],
      [0, 2, 0],
    ]);
    expectConsistent(tree(0), explanation, row);
    const [first, second] = reasonsFor(tree(0), explanation, { output: 1 });
    expect([first!.feature, second!.feature]).toEqual(["x", "y"]);
    expect(second!.to).toBeCloseTo(scoreRow(tree(0), row)[1]!, 12);
  });

  test("says nothing of forks that the row does not reach", () => {
    const explanation = explained(tree(0.5), row);
    expect(explanation.score).toHaveLength(2);
    expectConsistent(tree(0.5), explanation, row);
  });
});

test("a part that cannot be explained leaves the whole unexplained, and says why", () => {
  const chains = [{ order: [0], models: [{ ...says(0.5), format: "neighbours" }], links: [] }];
  const whole = model("perLabel", { task: "multilabel", classes: ["a"] }, { chains });
  expect(explainRow(whole, {})).toEqual({ kind: "unexplained", reason: "format" });
});
