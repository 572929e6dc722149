import { describe, expect, test } from "vitest";
import { cell, column, type Row, tableOf } from "../../data/index.ts";
import { resolveParams, rng } from "../../kernel/index.ts";
import { type LinearBody, type Model, scoreModel, type Task } from "../../model/index.ts";
import { CLASSES, learnable } from "../learnable.conformance.ts";
import type { TrainingSet } from "../learner.ts";
import { logistic } from "./logistic.ts";

const learn = (set: TrainingSet, given: Record<string, number>, task: Task = "binary"): Model =>
  logistic.fit(set, resolveParams("logistic", logistic.params, given), { task, seed: 1 });

const bodyOf = (model: Model): LinearBody => model.body as LinearBody;

describe("logistic", () => {
  test("gives the odds ratio of a two by two table", () => {
    const counts = { exposed: [40, 10], unexposed: [20, 30] } as const;
    const rows: Row[] = [];
    const label: number[] = [];
    for (const [group, [ill, well]] of Object.entries(counts))
      for (let i = 0; i < ill + well; i++) {
        rows.push({ exposed: group === "exposed" });
        label.push(i < ill ? 1 : 0);
      }
    const set = { features: tableOf({ exposed: "flag" }, rows), label: Float64Array.from(label), classes: [] };
    const { numbers, intercept } = bodyOf(learn(set, { l2: 0, tolerance: 1e-10 }));
    expect(numbers[0]!.weight[0]).toBeCloseTo(Math.log((40 * 30) / (10 * 20)), 7);
    expect(intercept[0]).toBeCloseTo(Math.log(20 / 30), 7);
  });

  test.each([
    ["binary", 1e-9],
    ["multiclass", 1e-7],
  ] as const)("solves the score equations without a penalty: %s", (task, tolerance) => {
    const training = learnable(task, 500, 11);
    const model = learn(training, { l2: 0, tolerance, minLevelWeight: 1 }, task);
    const predicted = scoreModel(model, training.features);
    const width = task === "multiclass" ? CLASSES.length : 1;
    const residual = (row: number, k: number): number =>
      predicted[row * width + k]! - (width === 1 ? training.label[row]! : training.label[row] === k ? 1 : 0);
    // At the optimum the residuals are orthogonal to every column of the design: here written out anew.
    const columns = [
      () => 1,
      (row: number) => Number(cell(column(training.features, "load"), row) ?? 0),
      (row: number) => Number(cell(column(training.features, "plan"), row) === "pro"),
      (row: number) => Number(cell(column(training.features, "age"), row) === null),
    ];
    for (const value of columns)
      for (let k = 0; k < width; k++) {
        const sum = training.label.reduce((all, _, row) => all + value(row) * residual(row, k), 0);
        expect(Math.abs(sum / training.label.length)).toBeLessThan(10 * tolerance);
      }
  });

  test("shrinks with the penalty, and matches the base rate when nothing is left", () => {
    const training = learnable("binary", 500, 12);
    const sizes = [0, 1, 10, 100].map((l2) =>
      bodyOf(learn(training, { l2 })).numbers.reduce((sum, { weight }) => sum + weight[0]! ** 2, 0),
    );
    for (let i = 1; i < sizes.length; i++) expect(sizes[i]).toBeLessThan(sizes[i - 1]!);
    const rate = training.label.reduce((sum, y) => sum + y, 0) / training.label.length;
    const flat = scoreModel(learn(training, { l2: 1e12 }), training.features);
    for (const p of flat) expect(p).toBeCloseTo(rate, 6);
  });

  test("recovers planted coefficients within four standard errors", () => {
    const n = 20_000;
    const draws = Array.from({ length: n }, (_, unit) => rng({ seed: 21, unit, purpose: "planted" }));
    const rows = draws.map((draw): Row => ({ x: draw.normal(), z: 3 + 2 * draw.normal() }));
    const p = rows.map(({ x, z }) => 1 / (1 + Math.exp(-(-1 + 0.8 * Number(x) - 0.3 * Number(z)))));
    const label = Float64Array.from(p, (chance, i) => (draws[i]!.uniform() < chance ? 1 : 0));
    const set = { features: tableOf({ x: "number", z: "number" }, rows), label, classes: [] };
    const { numbers } = bodyOf(learn(set, { l2: 0 }));
    // x and z are independent of each other, and the information of a slope is at least n · mean(p(1-p)) · var / 2 here.
    const information = p.reduce((sum, chance) => sum + chance * (1 - chance), 0) / 2;
    expect(Math.abs(numbers[0]!.weight[0]! - 0.8)).toBeLessThan(4 / Math.sqrt(information));
    expect(Math.abs(numbers[1]!.weight[0]! + 0.3)).toBeLessThan(4 / Math.sqrt(4 * information));
  });

  test("finds the same optimum by either of its methods", () => {
    const training = learnable("binary", 500, 13);
    const classes = ["no", "yes"];
    const one = scoreModel(learn(training, { l2: 1, tolerance: 1e-9 }), training.features);
    // Two classes with weights w and -w pay twice the penalty of one weight 2w / 2: l2 doubles.
    const two = scoreModel(
      learn({ ...training, classes }, { l2: 2, tolerance: 1e-9 }, "multiclass"),
      training.features,
    );
    for (let row = 0; row < one.length; row++) expect(two[row * 2 + 1]).toBeCloseTo(one[row]!, 5);
  });
});
