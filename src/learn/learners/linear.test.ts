import { expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { resolveParams, rng } from "../../kernel/index.ts";
import { type LinearBody, type Model, scoreModel } from "../../model/index.ts";
import { learnable } from "../learnable.conformance.ts";
import type { TrainingSet } from "../learner.ts";
import { linear } from "./linear.ts";

const learn = (set: TrainingSet, given: Record<string, number>): Model =>
  linear.fit(set, resolveParams("linear", linear.params, given), { task: "regression", seed: 1 });

test("reads a plane off points that lie on it, whatever their scale", () => {
  const rows = Array.from({ length: 50 }, (_, unit): Row => {
    const draw = rng({ seed: 1, unit, purpose: "plane" });
    return { x: 1e6 + draw.normal(), z: 1e-3 * draw.normal() };
  });
  const label = Float64Array.from(rows, ({ x, z }) => 4 + 2 * Number(x) - 500 * Number(z));
  const model = learn({ features: tableOf({ x: "number", z: "number" }, rows), label, classes: [] }, { l2: 0 });
  const { numbers } = model.body as LinearBody;
  expect(numbers[0]!.weight[0]).toBeCloseTo(2, 6);
  expect(numbers[1]!.weight[0]).toBeCloseTo(-500, 3);
});

test("leaves residuals that sum to 0 and do not depend on a feature", () => {
  const training = learnable("regression", 400, 2);
  const predicted = scoreModel(learn(training, { l2: 0 }), training.features);
  const load = training.features.columns.find(({ name }) => name === "load")!;
  const values = load.kind === "number" ? load.values : new Float64Array();
  const residuals = training.label.map((y, row) => y - predicted[row]!);
  expect(residuals.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 8);
  expect(residuals.reduce((sum, r, row) => sum + r * values[row]!, 0)).toBeCloseTo(0, 8);
});

test("gives the ridge estimate of one standardised column: the least squares slope times n / (n + l2)", () => {
  const rows = Array.from({ length: 30 }, (_, i): Row => ({ x: i % 7 }));
  const label = Float64Array.from(rows, ({ x }, i) => 3 * Number(x) + (i % 5));
  const set = { features: tableOf({ x: "number" }, rows), label, classes: [] };
  const slope = (l2: number): number => (learn(set, { l2 }).body as LinearBody).numbers[0]!.weight[0]!;
  expect(slope(15)).toBeCloseTo((slope(0) * 30) / 45, 10);
});

test("survives a column twice, and a column that is the sum of others", () => {
  const rows = Array.from({ length: 60 }, (_, unit): Row => {
    const draw = rng({ seed: 2, unit, purpose: "repeat" });
    const [a, b] = [draw.normal(), draw.normal()];
    return { a, b, c: a, d: a + b };
  });
  const label = Float64Array.from(rows, ({ a, b }) => Number(a) - Number(b));
  const features = tableOf({ a: "number", b: "number", c: "number", d: "number" }, rows);
  const predicted = scoreModel(learn({ features, label, classes: [] }, { l2: 0 }), features);
  predicted.forEach((value, row) => {
    expect(value).toBeCloseTo(label[row]!, 8);
  });
});
