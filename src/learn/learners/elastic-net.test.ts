import { expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import { resolveParams } from "../../kernel/index.ts";
import { type LinearBody, type Model, scoreModel } from "../../model/index.ts";
import { learnable } from "../learnable.conformance.ts";
import { linear } from "./linear.ts";
import { logistic } from "./logistic.ts";

const NAMES = ["a", "b", "c"];
const x = Array.from({ length: 40 }, (_, i) => [((i * 7) % 13) - 6, ((i * 5) % 11) * 0.1, ((i * i) % 17) * 10]);
const y = x.map(([a, b, c], i) => 2 * a! - 3 * b! + 0.05 * c! + ((i * 11) % 7) * 0.5);
const k = y.map((value, i) => value + ((i * 3) % 5) * 2 - 4).map((value) => (value < -6 ? 0 : value < 6 ? 1 : 2));
const features = tableOf(
  { a: "number", b: "number", c: "number" },
  x.map((row) => Object.fromEntries(NAMES.map((name, i) => [name, row[i]!]))),
);
const PENALTY = { l1: 3, l2: 2 };

const slopesOf = (model: Model): number[][] => {
  const { numbers, intercept } = model.body as LinearBody;
  return intercept.map((_, output) => numbers.map(({ weight }) => weight[output]!));
};

function expectClose(found: number[][], reference: number[][]): void {
  found.forEach((slopes, output) => {
    slopes.forEach((slope, i) => {
      expect(slope).toBeCloseTo(reference[output]![i]!, 5);
    });
  });
}

// Reference values: test/interop/python/elastic-net.py on these data with scikit-learn 1.9.1, l1 = 3 and l2 = 2.
test("linear gives scikit-learn's elastic net", () => {
  const set = { features, label: Float64Array.from(y), classes: [] };
  const model = linear.fit(set, resolveParams("linear", linear.params, PENALTY), { task: "regression", seed: 1 });
  expectClose(slopesOf(model), [[1.880743320122594, -3.4000134729476126, 0.04783372368506907]]);
  expect((model.body as LinearBody).intercept[0]).toBeCloseTo(1.8165047836288186, 6);
});

test("logistic gives scikit-learn's elastic net over several classes, weights of exactly 0 included", () => {
  const set = { features, label: Float64Array.from(k), classes: ["low", "middle", "high"] };
  const params = resolveParams("logistic", logistic.params, { ...PENALTY, tolerance: 1e-9 });
  const slopes = slopesOf(logistic.fit(set, params, { task: "multiclass", seed: 1 }));
  expectClose(slopes, [
    [-0.12088755676015361, 0, -0.00624209973168021],
    [0, 0, 0],
    [0.24279701188912925, -1.3566515841495916, 0],
  ]);
  expect(slopes[1]).toEqual([0, 0, 0]);
});

test("an L1 penalty leaves fewer weights the larger it is, and none in the end", () => {
  const training = learnable("binary", 500, 12);
  const counts = [0, 5, 20, 1e4].map((l1) => {
    const params = resolveParams("logistic", logistic.params, { l1, l2: 0 });
    const { numbers, texts } = logistic.fit(training, params, { task: "binary", seed: 1 }).body as LinearBody;
    const weights = [...numbers, ...texts].flatMap(({ weight, missing }) => [...weight, ...missing]);
    return weights.filter((weight) => weight !== 0).length;
  });
  for (let i = 1; i < counts.length; i++) expect(counts[i]).toBeLessThanOrEqual(counts[i - 1]!);
  expect(counts.at(-1)).toBe(0);
  expect(counts[1]).toBeLessThan(counts[0]!);
});

test("a design too wide for Newton gives what Newton gives", () => {
  const training = learnable("binary", 800, 14);
  const codes = Int32Array.from({ length: 800 }, (_, row) => row % 600);
  const wide = { name: "who", kind: "text" as const, codes, levels: Array.from({ length: 600 }, (_, i) => `who ${i}`) };
  const columns = [...training.features.columns, wide];
  const set = { ...training, features: { rows: 800, columns } };
  const slopesAt = (minLevelWeight: number, l1: number): number[][] =>
    slopesOf(
      logistic.fit(set, resolveParams("l", logistic.params, { minLevelWeight, l1, l2: 1e6, tolerance: 1e-12 }), {
        task: "binary",
        seed: 1,
      }),
    );
  // Under so strong a penalty 600 levels with a weight each change little of what the rest says.
  expect(slopesAt(1, 0)[0]!.length).toBe(slopesAt(10, 0)[0]!.length);
  slopesAt(1, 0)[0]!.forEach((slope, i) => {
    expect(slope).toBeCloseTo(slopesAt(10, 0)[0]![i]!, 6);
  });
});

test.each(["binary", "multiclass", "multilabel"] as const)(
  "balanced classes leave the mean of each probability at its rate: %s",
  (task) => {
    const training = learnable(task, 800, 15);
    const rare = training.label.map((value, i) => (value === 1 && i % 5 > 0 ? 0 : value));
    const set = { ...training, label: rare };
    const params = resolveParams("logistic", logistic.params, { classWeight: "balanced" });
    const model = logistic.fit(set, params, { task, seed: 1 });
    const scores = scoreModel(model, set.features);
    const width = scores.length / 800;
    for (let output = 0; output < width; output++) {
      const truth = (row: number): number =>
        task === "multiclass" ? Number(rare[row] === output) : rare[row * width + output]!;
      let [mean, rate] = [0, 0];
      for (let row = 0; row < 800; row++) {
        mean += scores[row * width + output]! / 800;
        rate += truth(row) / 800;
      }
      expect(mean).toBeCloseTo(rate, 8);
    }
    expect(slopesOf(model)).not.toEqual(
      slopesOf(logistic.fit(set, resolveParams("logistic", logistic.params, {}), { task, seed: 1 })),
    );
  },
);
