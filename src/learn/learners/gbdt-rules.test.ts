import { describe, expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { hashBytes, isAlidadeError, resolveParams, rng } from "../../kernel/index.ts";
import { encodeModel, type Model, scoreModel, scoreRow, type Task, type TreesBody } from "../../model/index.ts";
import { learnable, lossOf } from "../learnable.conformance.ts";
import type { FitContext, TrainingSet } from "../learner.ts";
import { gbdt } from "./gbdt.ts";

type Given = Readonly<Record<string, unknown>>;

const learn = (set: TrainingSet, given: Given, context: Partial<FitContext> & { readonly task: Task }): Model =>
  gbdt.fit(set, resolveParams("gbdt", gbdt.params, given), { seed: 1, ...context });

function codeOf(run: () => unknown): string {
  try {
    run();
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}

const bodyOf = (model: Model): TreesBody => model.body as TreesBody;
const draw = (unit: number, purpose: string): ReturnType<typeof rng> => rng({ seed: 9, unit, purpose });

/** y of x, with a noise of one's own making. */
function noisy(rows: number, truth: (x: number) => number, noise: (unit: number) => number): TrainingSet {
  const x = Float64Array.from({ length: rows }, (_, unit) => draw(unit, "x").uniform());
  const features = { rows, columns: [{ name: "x", kind: "number" as const, values: x }] };
  return { features, label: x.map((value, unit) => truth(value) + noise(unit)), classes: [] };
}

describe("objectives", () => {
  test("quantile covers as often as asked, and regressionL1 finds the median of skewed noise", () => {
    const skewed = (unit: number): number => -Math.log(1 - draw(unit, "e").uniform());
    const training = noisy(4000, (x) => 2 * x, skewed);
    const share = (given: Given): number => {
      const predicted = scoreModel(
        learn(training, { rounds: 60, minDataInLeaf: 100, ...given }, { task: "regression" }),
        training.features,
      );
      return training.label.filter((y, row) => y <= predicted[row]!).length / 4000;
    };
    // In sample, leaves of 100 rows or more: off by a row or two per leaf.
    expect(share({ objective: "quantile", alpha: 0.8 })).toBeCloseTo(0.8, 1);
    expect(share({ objective: "quantile", alpha: 0.1 })).toBeCloseTo(0.1, 1);
    expect(share({ objective: "regressionL1" })).toBeCloseTo(0.5, 1);
  });

  test("huber and fair are not drawn by outliers as squared error is", () => {
    const wild = (unit: number): number => (draw(unit, "w").uniform() < 0.05 ? 500 : draw(unit, "n").normal());
    const training = noisy(3000, (x) => 10 * x, wild);
    const off = (objective: string): number => {
      const model = learn(training, { objective, alpha: 2, fairC: 2, rounds: 150 }, { task: "regression" });
      return [0.1, 0.5, 0.9].reduce((sum, x) => sum + Math.abs(scoreRow(model, { x })[0]! - 10 * x), 0) / 3;
    };
    // One outlier in twenty moves a mean by 25, and a Huber mean by at most 0.05 · 2 / 0.95.
    expect(off("regression")).toBeGreaterThan(10);
    expect(off("huber")).toBeLessThan(2);
    expect(off("fair")).toBeLessThan(2);
  });

  test.each(["poisson", "tweedie"])("%s predicts means that are positive, and their total", (objective) => {
    const training = noisy(
      3000,
      (x) => Math.floor(4 * x),
      (unit) => (draw(unit, "p").uniform() < 0.5 ? 0 : 1),
    );
    const model = learn(training, { objective }, { task: "regression" });
    const predicted = scoreModel(model, training.features);
    expect(predicted.every((mean) => mean > 0)).toBe(true);
    const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
    expect(sum(predicted) / sum(training.label)).toBeCloseTo(1, 1);
    const negative = { ...training, label: training.label.with(7, -1) };
    expect(codeOf(() => learn(negative, { objective }, { task: "regression" }))).toBe("learn.label-missing");
  });

  test("crossEntropy takes shares for labels, and finds them", () => {
    const set = noisy(
      2000,
      (x) => (x > 0.5 ? 0.7 : 0.2),
      () => 0,
    );
    expect(scoreRow(learn(set, { objective: "crossEntropy" }, { task: "binary" }), { x: 0.9 })[0]).toBeCloseTo(0.7, 2);
    expect(codeOf(() => learn(set, {}, { task: "binary" }))).toBe("learn.label-missing");
  });

  test("multiclassova gives shares about as good as softmax's", () => {
    const [training, fresh] = [learnable("multiclass", 800, 1), learnable("multiclass", 800, 2)];
    const loss = (objective: string): number =>
      lossOf(
        "multiclass",
        fresh,
        scoreModel(learn(training, { objective, rounds: 30 }, { task: "multiclass" }), fresh.features),
      );
    expect(loss("multiclassova")).toBeLessThan(loss("multiclass") + 0.05);
  });

  test("a loss of one's own is followed: squared error written by hand gives the same forest", () => {
    const training = learnable("regression", 500, 3);
    const mean = training.label.reduce((a, b) => a + b, 0) / 500;
    const byHand = {
      ...{ name: "squared", version: "1", link: "identity" as const, base: mean },
      value: (score: number, label: number) => (score - label) ** 2 / 2,
      gradient: (score: number, label: number) => score - label,
      hessian: () => 1,
    };
    const own = learn(training, { rounds: 10 }, { task: "regression", loss: byHand });
    const built = learn(training, { rounds: 10 }, { task: "regression" });
    expect(bodyOf(own).slot).toEqual(bodyOf(built).slot);
    expect(own.signature).toEqual(built.signature);
  });

  test("refuses an objective for another task", () => {
    const training = learnable("binary", 50, 1);
    expect(codeOf(() => learn(training, { objective: "poisson" }, { task: "binary" }))).toBe(
      "learn.objective-unsuited",
    );
  });
});

describe("constraints", () => {
  const rows = Array.from({ length: 1500 }, (_, unit): Row => {
    const each = draw(unit, "c");
    return { a: each.uniform(), b: each.uniform(), c: "pqr"[each.integer(3)]! };
  });
  const label = Float64Array.from(
    rows,
    ({ a, b }, unit) => Math.sin(9 * Number(a)) + Number(a) * Number(b) + draw(unit, "n").normal() / 2,
  );
  const training = { features: tableOf({ a: "number", b: "number", c: "text" }, rows), label, classes: [] };

  test.each([1, -1])("a monotone feature never moves the score the other way: %d", (direction) => {
    const model = learn(training, { monotoneConstraints: { a: direction }, rounds: 40 }, { task: "regression" });
    for (const b of [0.1, 0.9]) {
      const scores = Array.from({ length: 200 }, (_, i) => scoreRow(model, { a: i / 200, b, c: "p" })[0]!);
      for (let i = 1; i < scores.length; i++)
        expect(direction * (scores[i]! - scores[i - 1]!)).toBeGreaterThanOrEqual(0);
    }
  });

  test("features of different groups never meet in a branch", () => {
    const model = learn(training, { interactionConstraints: [["a"], ["b", "c"]], rounds: 20 }, { task: "regression" });
    const { slot, right, roots } = bodyOf(model);
    const met = new Set<string>();
    const walk = (node: number, path: readonly number[]): void => {
      if (slot[node]! < 0) return void met.add([...new Set(path)].sort().join());
      for (const next of [node + 1, right[node]!]) walk(next, [...path, slot[node]!]);
    };
    for (const root of roots) walk(root, []);
    expect([...met].every((pair) => !/0.*[12]/.test(pair))).toBe(true);
  });

  test("are refused for a feature that is not there, or that has no order", () => {
    const asked = (given: Given): string => codeOf(() => learn(training, given, { task: "regression" }));
    expect(asked({ monotoneConstraints: { z: 1 } })).toBe("learn.constraint-unfit");
    expect(asked({ monotoneConstraints: { c: 1 } })).toBe("learn.constraint-unfit");
    expect(asked({ interactionConstraints: [["a", "z"]] })).toBe("learn.constraint-unfit");
  });
});

describe("ways of boosting", () => {
  const training = learnable("binary", 800, 1);
  const fresh = learnable("binary", 800, 2);
  const lossUnder = (given: Given): number =>
    lossOf("binary", fresh, scoreModel(learn(training, { rounds: 40, ...given }, { task: "binary" }), fresh.features));

  test.each([
    ["goss", { boosting: "goss" }],
    ["a random forest", { boosting: "rf", baggingFraction: 0.6, featureFraction: 0.8, minDataInLeaf: 5 }],
    ["extra trees", { extraTrees: true }],
    ["L1 and a bounded step", { lambdaL1: 1, maxDeltaStep: 0.5 }],
  ])("%s beats the constant by far", (_, given) => {
    // The constant's log loss is about 0.69, boosting's about 0.5.
    expect(lossUnder(given)).toBeLessThan(0.6);
  });

  test("a random forest of equal trees is refused", () => {
    expect(codeOf(() => learn(training, { boosting: "rf" }, { task: "binary" }))).toBe("learn.forest-of-equals");
  });

  test("weighing the yes up raises every probability on average", () => {
    const mean = (given: Given): number => {
      const scores = scoreModel(learn(training, given, { task: "binary" }), fresh.features);
      return scores.reduce((a, b) => a + b, 0) / scores.length;
    };
    expect(mean({ scalePosWeight: 5 })).toBeGreaterThan(mean({}) + 0.1);
  });

  test("early stopping can watch another metric, or one's own", () => {
    const counted: number[] = [];
    const onCurve = (_: string, __: number, value: number): void => void counted.push(value);
    learn(training, { metric: "auc", rounds: 30 }, { task: "binary", validation: fresh, onCurve });
    expect(counted.every((value) => value > 0 && value < 0.5)).toBe(true);
    const metric = { name: "constant", version: "1", higherIsBetter: true, value: () => 1 };
    const stopped = learn(training, { earlyStoppingRounds: 3 }, { task: "binary", validation: fresh, metric });
    expect(bodyOf(stopped).roots.length).toBe(0);
  });
});

describe("going on from an earlier model", () => {
  test.each(["binary", "multiclass", "regression"] as const)("is as if it had not stopped: %s", (task) => {
    const training = learnable(task, 600, 1);
    const first = learn(training, { rounds: 10 }, { task });
    const both = learn(training, { rounds: 10 }, { task, start: first });
    const whole = learn(training, { rounds: 20 }, { task });
    expect(bodyOf(both).roots.length).toBe(bodyOf(whole).roots.length);
    const [a, b] = [
      lossOf(task, training, scoreModel(both, training.features)),
      lossOf(task, training, scoreModel(whole, training.features)),
    ];
    // The same but for the dither of the second half.
    expect(Math.abs(a - b) / b).toBeLessThan(0.03);
  });

  test("keeps what the earlier model says of levels that only the new rows have, before any new tree", () => {
    const training = learnable("regression", 400, 1);
    const first = learn(training, { rounds: 10 }, { task: "regression" });
    const columns = training.features.columns.map((column) =>
      column.kind === "text"
        ? { ...column, levels: column.levels.map((level) => (level === "pro" ? "new" : level)) }
        : column,
    );
    const renamed = { ...training, features: { ...training.features, columns } };
    const still = learn(renamed, { rounds: 1, minGainToSplit: 1e12 }, { task: "regression", start: first });
    expect(scoreModel(still, renamed.features)).toEqual(scoreModel(first, renamed.features));
  });

  test("is refused for other features, another task or another objective", () => {
    const training = learnable("regression", 100, 1);
    const start = learn(training, { rounds: 2 }, { task: "regression" });
    const fewer = { ...training, features: { ...training.features, columns: training.features.columns.slice(1) } };
    expect(codeOf(() => learn(fewer, {}, { task: "regression", start }))).toBe("learn.start-incompatible");
    const positive = { ...training, label: training.label.map(Math.abs) };
    expect(codeOf(() => learn(positive, { objective: "poisson" }, { task: "regression", start }))).toBe(
      "learn.start-incompatible",
    );
  });
});

describe("several labels", () => {
  const [training, fresh] = [learnable("multilabel", 800, 1), learnable("multilabel", 800, 2)];

  test("one tree for all of them is about as good as a tree for each, with a third of the trees", () => {
    const under = (multiOutput: string): Model => learn(training, { multiOutput, rounds: 40 }, { task: "multilabel" });
    const [each, all] = [under("perLabel"), under("vector")];
    const loss = (model: Model): number => lossOf("multilabel", fresh, scoreModel(model, fresh.features));
    expect(bodyOf(each).roots.length).toBe(3 * bodyOf(all).roots.length);
    expect(loss(all)).toBeLessThan(loss(each) * 1.1);
  });

  test("a label of no weight is not learned", () => {
    const model = learn(training, { labelWeights: { technology: 0 }, rounds: 5 }, { task: "multilabel" });
    const scores = scoreModel(model, fresh.features);
    const third = new Set(scores.filter((_, i) => i % 3 === 2));
    expect(third.size).toBe(1);
  });
});

test("more levels than bins: the commonest are kept, and the fit does not slow down", () => {
  const rows = 20_000;
  const codes = Int32Array.from({ length: rows }, (_, unit) => (unit % 2 === 0 ? unit % 10 : unit));
  const levels = Array.from({ length: 100_000 }, (_, level) => `level ${level}`);
  const features = { rows, columns: [{ name: "t", kind: "text" as const, codes, levels }] };
  const label = Float64Array.from(codes, (code) => (code < 10 ? code % 4 : 1));
  const model = learn({ features, label, classes: [] }, { rounds: 20, catL2: 0 }, { task: "regression" });
  expect(bodyOf(model).levels[0]!.length).toBe(255);
  expect(scoreRow(model, { t: "level 2" })[0]).toBeGreaterThan(scoreRow(model, { t: "level 4" })[0]!);
});

test("the seed decides what is drawn, for every way of drawing", () => {
  const training = learnable("binary", 400, 4);
  const digest = (given: Given, seed: number): string =>
    hashBytes(encodeModel(learn(training, { rounds: 5, ...given }, { task: "binary", seed })));
  for (const given of [{ boosting: "goss" }, { extraTrees: true }, { boosting: "rf", baggingFraction: 0.5 }]) {
    expect(digest(given, 1)).toBe(digest(given, 1));
    expect(digest(given, 1)).not.toBe(digest(given, 2));
  }
});
