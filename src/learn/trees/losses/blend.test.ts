import { describe, expect, test } from "vitest";
import { isAlidadeError, resolveParams, rng } from "../../../kernel/index.ts";
import { encodeModel, scoreModel } from "../../../model/index.ts";
import type { Goal, GoalLoss } from "../../goals.ts";
import type { FitContext, TrainingSet } from "../../learner.ts";
import { gbdt } from "../../learners/gbdt.ts";
import { logistic } from "../../learners/logistic.ts";
import { takeTraining } from "../../training.ts";
import { referenceEngine } from "../reference/engine.ts";
import { blendLoss } from "./blend.ts";
import type { Labelled } from "./loss.ts";

const ROWS = 2_000;
const RANKING: FitContext = { task: "ranking", seed: 1 };
const draw = (unit: number, purpose: string): ReturnType<typeof rng> => rng({ seed: 4, unit, purpose });
const column = (purpose: string): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, unit) => draw(unit, purpose).uniform());
const [a, b] = [column("a"), column("b")];

/** Outcomes of every kind, that pull in different directions. */
const TRUTHS: Readonly<Record<GoalLoss, Float64Array>> = {
  log: a.map((x, unit) => (draw(unit, "flag").uniform() < 0.1 + 0.4 * x ? 1 : 0)),
  squared: b.map((x, unit) => 400 * x + 90 * draw(unit, "value").normal() - 120 * (a[unit] as number)),
  huber: b.map((x, unit) => 5 * x + (draw(unit, "tail").uniform() < 0.05 ? 300 : draw(unit, "body").normal())),
  poisson: a.map((x, unit) => Math.floor(-Math.log(1 - draw(unit, "count").uniform()) * (1 + 3 * x))),
};
const goal = (loss: GoalLoss, weight: number): Goal => ({ name: loss, loss, weight });

function sideBySide(goals: readonly Goal[], scale: Readonly<Record<string, number>> = {}): Float64Array {
  return Float64Array.from({ length: ROWS * goals.length }, (_, i) => {
    const { loss } = goals[i % goals.length] as Goal;
    return (TRUTHS[loss][Math.floor(i / goals.length)] as number) * (scale[loss] ?? 1);
  });
}

function setOf(goals: readonly Goal[], scale: Readonly<Record<string, number>> = {}): TrainingSet {
  const columns = [
    { name: "a", kind: "number" as const, values: a },
    { name: "b", kind: "number" as const, values: b },
  ];
  return { features: { rows: ROWS, columns }, label: sideBySide(goals, scale), classes: [], goals };
}

const params = resolveParams("gbdt", gbdt.params, { rounds: 30, numLeaves: 8 });
const scoresFor = (goals: readonly Goal[], scale = {}): Float64Array => {
  const set = setOf(goals, scale);
  return scoreModel(gbdt.fit(set, params, RANKING), set.features);
};

function correlation(x: Float64Array, y: Float64Array): number {
  const centred = (of: Float64Array): Float64Array => {
    const mean = of.reduce((sum, value) => sum + value, 0) / of.length;
    return of.map((value) => value - mean);
  };
  const [p, q] = [centred(x), centred(y)];
  const cross = (s: Float64Array, t: Float64Array): number =>
    s.reduce((sum, value, i) => sum + value * (t[i] as number), 0);
  return cross(p, q) / Math.sqrt(cross(p, p) * cross(q, q));
}

describe("a weighted sum of losses", () => {
  const weights = new Float64Array(ROWS).fill(1);
  const derived = (goals: readonly Goal[], scores: Float64Array): { data: Labelled; pairs: Float32Array } => {
    const data = { rows: ROWS, label: sideBySide(goals), weights };
    const { derive } = blendLoss(data, goals);
    const pairs = new Float32Array(2 * ROWS);
    if (typeof derive === "function") derive(data, { scores, pairs, engine: referenceEngine });
    return { data, pairs };
  };

  test.each(["log", "squared", "huber", "poisson"] as const)("pulls with a force of 1 by %s at its average", (loss) => {
    const { pairs } = derived([goal(loss, 3)], new Float64Array(ROWS));
    const mean = (of: (row: number) => number): number => weights.reduce((sum, _, row) => sum + of(row), 0) / ROWS;
    // Gradients in single precision: 2,000 of them err by less than 1e-5 on average.
    expect(mean((row) => pairs[row * 2] as number)).toBeCloseTo(0, 4);
    expect(mean((row) => (pairs[row * 2] as number) ** 2)).toBeCloseTo(1, 4);
    expect(mean((row) => pairs[row * 2 + 1] as number)).toBeCloseTo(1, 4);
  });

  test("has the gradient of its value", () => {
    const goals = [goal("log", 2), goal("huber", 1), goal("poisson", 1), goal("squared", 3)];
    const scores = Float64Array.from({ length: ROWS }, (_, unit) => draw(unit, "score").normal() / 2);
    const { data, pairs } = derived(goals, scores);
    const loss = blendLoss(data, goals);
    for (const row of [0, 17, 512, 1_999]) {
      const at = (shift: number): number =>
        ROWS *
        loss.mean(
          data,
          scores.map((score, i) => (i === row ? score + shift : score)),
        );
      // A central difference of step 1e-4 on sums of about 2,000 is good to about 1e-5.
      expect(pairs[row * 2]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 4);
    }
  });

  test("of squares alone is a regression on the weighted sum of standardised outcomes", () => {
    const goals = [goal("squared", 0.7), { ...goal("poisson", 0.3), loss: "squared" as const, name: "other" }];
    const standard = (values: Float64Array): Float64Array => {
      const mean = values.reduce((sum, value) => sum + value, 0) / ROWS;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ROWS);
      return values.map((value) => (value - mean) / spread);
    };
    const [one, two] = [standard(TRUTHS.squared), standard(TRUTHS.poisson)];
    const both = one.map((value, row) => 0.7 * value + 0.3 * (two[row] as number));
    const { features } = setOf([]);
    const label = Float64Array.from(
      { length: 2 * ROWS },
      (_, i) => (i % 2 === 0 ? TRUTHS.squared : TRUTHS.poisson)[Math.floor(i / 2)] as number,
    );
    const blended = scoreModel(gbdt.fit({ features, label, classes: [], goals }, params, RANKING), features);
    const summed = scoreModel(
      gbdt.fit({ features, label: both, classes: [] }, params, { task: "regression", seed: 1 }),
      features,
    );
    // The same trees, but for gradients rounded to single precision at another place.
    expect(correlation(blended, summed)).toBeGreaterThan(0.999);
  });
});

describe("one score for several goals", () => {
  const both = (weight: number): readonly Goal[] => [goal("log", weight), goal("squared", 1 - weight)];

  test("does not depend on the unit of an outcome", () => {
    // A standard deviation of another unit rounds in its last bits, and a gradient with it.
    expect(correlation(scoresFor(both(0.5)), scoresFor(both(0.5), { squared: 60_000 }))).toBeGreaterThan(0.999);
  });

  test("depends on the ratio of the weights alone, and with one weight of 0 on the other goal alone", () => {
    expect(scoresFor([goal("log", 6), goal("squared", 2)])).toEqual(
      scoresFor([goal("log", 0.75), goal("squared", 0.25)]),
    );
    expect(scoresFor([goal("log", 1), goal("squared", 0)])).toEqual(scoresFor([goal("log", 5)]));
  });

  test("goes with the goal that weighs more", () => {
    const [clicks, values] = [scoresFor(both(0.9)), scoresFor(both(0.1))];
    expect(correlation(clicks, TRUTHS.log)).toBeGreaterThan(correlation(values, TRUTHS.log));
    expect(correlation(values, TRUTHS.squared)).toBeGreaterThan(correlation(clicks, TRUTHS.squared));
  });

  test("learns the same bytes again, and rows of weight 0 are as if they were not there", () => {
    const set = setOf(both(0.5));
    const bytes = (of: TrainingSet): Uint8Array => encodeModel(gbdt.fit(of, params, RANKING));
    const silent = { ...set, weights: new Float64Array(ROWS).fill(1).fill(0, 0, 100) };
    const rest = takeTraining(
      set,
      Int32Array.from({ length: ROWS - 100 }, (_, i) => i + 100),
      "ranking",
    );
    expect(bytes(silent)).toEqual(bytes(rest));
    expect(bytes(set)).toEqual(bytes(set));
  });

  test("a goal that never varies adds nothing; where none varies there is nothing to learn", () => {
    const still = { ...setOf(both(0.5)) };
    const label = still.label.map((value, i) => (i % 2 === 0 ? 1 : value));
    const alone = gbdt.fit({ ...still, label }, params, RANKING);
    expect(scoreModel(alone, still.features).some((score) => score !== 0)).toBe(true);
    expect(() => gbdt.fit({ ...still, label: label.map(() => 1) }, params, RANKING)).toThrow(
      expect.objectContaining({ code: "learn.one-class" }),
    );
  });

  const codeOf = (run: () => unknown): string => {
    try {
      run();
      return "nothing was thrown";
    } catch (thrown) {
      return isAlidadeError(thrown) ? thrown.code : String(thrown);
    }
  };

  test.each([
    ["no weight above 0", [goal("log", 0)], "learn.goals-invalid"],
    ["a negative weight", [goal("log", 1), goal("squared", -1)], "learn.goals-invalid"],
    ["one outcome twice", [goal("log", 1), goal("log", 1)], "learn.goals-invalid"],
    ["a delta of 0", [{ ...goal("huber", 1), delta: 0 }], "learn.goals-invalid"],
    ["a number where a yes or no is meant", [{ ...goal("squared", 1), loss: "log" }], "learn.label-missing"],
    ["a negative count", [{ ...goal("squared", 1), loss: "poisson" }], "learn.label-missing"],
  ] as const)("refuses %s", (_, goals, code) => {
    const set = { ...setOf(goals), label: sideBySide(goals.map((one) => ({ ...one, loss: one.name as GoalLoss }))) };
    expect(codeOf(() => gbdt.fit(set, params, RANKING))).toBe(code);
  });

  test("is refused by a learner of one outcome, and beside another objective or metric", () => {
    const set = setOf(both(0.5));
    const linear = resolveParams("logistic", logistic.params, {});
    expect(codeOf(() => logistic.fit(set, linear, { task: "binary", seed: 1 }))).toBe("learn.goals-unsupported");
    expect(codeOf(() => gbdt.fit(set, { ...params, objective: "lambdarank" }, RANKING))).toBe("learn.goals-invalid");
    expect(codeOf(() => gbdt.fit(set, { ...params, metric: "ndcg" }, RANKING))).toBe("params.invalid");
  });

  test("stops early by its own loss on validation rows", () => {
    const measured: number[] = [];
    const context = {
      ...RANKING,
      validation: setOf(both(0.5)),
      onCurve: (_: string, __: number, value: number) => measured.push(value),
    };
    gbdt.fit(setOf(both(0.5)), params, context);
    expect(measured.length).toBeGreaterThan(5);
    expect(measured.at(-1)).toBeLessThan(measured[0] as number);
  });
});
