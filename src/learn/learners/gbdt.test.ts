import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Row, type Table, tableOf } from "../../data/index.ts";
import { hashBytes, resolveParams, rng } from "../../kernel/index.ts";
import { encodeModel, importanceOf, type Model, scoreModel, scoreRow, type TreesBody } from "../../model/index.ts";
import { learnable, lossOf } from "../learnable.conformance.ts";
import type { TrainingSet } from "../learner.ts";
import { gbdt } from "./gbdt.ts";

const learn = (set: TrainingSet, given: Record<string, number>, task: "regression" | "binary" = "regression"): Model =>
  gbdt.fit(set, resolveParams("gbdt", gbdt.params, given), { task, seed: 1 });

const bodyOf = (model: Model): TreesBody => model.body as TreesBody;

/** How much a division lowers the summed squared error, straight from its definition. */
function drop(label: readonly number[], left: readonly boolean[]): number {
  const spread = (side: readonly number[]): number => {
    const mean = side.reduce((a, b) => a + b, 0) / Math.max(1, side.length);
    return side.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  };
  const inside = label.filter((_, row) => left[row]);
  const outside = label.filter((_, row) => !left[row]);
  return inside.length === 0 || outside.length === 0 ? 0 : spread(label) - spread(inside) - spread(outside);
}

/** Every division of the levels (or of present numbers by a threshold) with the missing ones on either side. */
function divisions(cells: readonly (number | null)[], kind: "number" | "text"): boolean[][] {
  const distinct = [...new Set(cells)].filter((cell) => cell !== null).sort((a, b) => a - b);
  const sets =
    kind === "number"
      ? distinct.map((threshold) => new Set(distinct.filter((value) => value <= threshold)))
      : Array.from({ length: 2 ** distinct.length }, (_, bits) => new Set(distinct.filter((_, i) => (bits >> i) & 1)));
  return sets.flatMap((set) =>
    [true, false].map((missingLeft) => cells.map((cell) => (cell === null ? missingLeft : set.has(cell)))),
  );
}

const STUMP = { rounds: 1, numLeaves: 2, learningRate: 1, minDataInLeaf: 1, minDataPerGroup: 1, maxCatToOnehot: 1 };
const PLAIN = { ...STUMP, catSmooth: 0, catL2: 0, minSumHessianInLeaf: 0 };

describe("the first split", () => {
  const cell = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null, freq: 5 });
  const example = fc.record({ a: cell, b: cell, c: cell, y: fc.integer({ min: -20, max: 20 }) });

  test("is the best of all that there are, by brute force", () => {
    const check = (rows: readonly { a: number | null; b: number | null; c: number | null; y: number }[]): void => {
      const label = rows.map(({ y }) => y);
      const text = (value: number | null): string | null => (value === null ? null : `level ${value}`);
      const cells = rows.map(({ a, b, c }): Row => ({ a, b, c: text(c) }));
      const features = tableOf({ a: "number", b: "number", c: "text" }, cells);
      const all = [
        ...divisions(
          rows.map(({ a }) => a),
          "number",
        ),
        ...divisions(
          rows.map(({ b }) => b),
          "number",
        ),
        ...divisions(
          rows.map(({ c }) => c),
          "text",
        ),
      ];
      const best = Math.max(0, ...all.map((left) => drop(label, left)));
      const model = learn({ features, label: Float64Array.from(label), classes: [] }, PLAIN);
      const predicted = scoreModel(model, features);
      const error = label.reduce((sum, y, row) => sum + (y - predicted[row]!) ** 2, 0);
      // Gradients are kept in single precision: relative 6e-8 of sums of at most 30 · 20².
      expect(spreadOf(label) - error).toBeCloseTo(best, 2);
    };
    fc.assert(fc.property(fc.array(example, { minLength: 2, maxLength: 30 }), check), { numRuns: 300 });
  });

  test("obeys minDataInLeaf, minGainToSplit and maxDepth", () => {
    const training = learnable("regression", 300, 4);
    const covers = bodyOf(learn(training, { minDataInLeaf: 40, rounds: 5 })).cover;
    expect(Math.min(...covers)).toBeGreaterThanOrEqual(40);
    expect(bodyOf(learn(training, { minGainToSplit: 1e9 })).roots.length).toBe(0);
    const shallow = bodyOf(learn(training, { maxDepth: 1, rounds: 1 }));
    expect(shallow.slot.length).toBe(3);
  });
});

function spreadOf(label: readonly number[]): number {
  const mean = label.reduce((a, b) => a + b, 0) / label.length;
  return label.reduce((sum, y) => sum + (y - mean) ** 2, 0);
}

describe("boosting", () => {
  test.each(["regression", "binary"] as const)("lowers the training loss with every round: %s", (task) => {
    const training = learnable(task, 400, 5);
    const losses = [1, 2, 3, 5, 8, 13, 21].map((rounds) =>
      lossOf(task, training, scoreModel(learn(training, { rounds }, task), training.features)),
    );
    for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1]!);
  });

  test("finds a function that it is shown: a step, a set of levels and what missing means", () => {
    const truth = (row: Row): number =>
      (row.x === null ? 3 : Number(row.x) > 0.3 ? 2 : -1) + (row.t === "a" || row.t === "d" ? 5 : 0);
    const rows = Array.from({ length: 2000 }, (_, unit): Row => {
      const draw = rng({ seed: 3, unit, purpose: "steps" });
      return { x: draw.uniform() < 0.1 ? null : draw.uniform(), t: "abcdef"[draw.integer(6)]! };
    });
    const features = tableOf({ x: "number", t: "text" }, rows);
    const label = Float64Array.from(rows, truth);
    const model = learn({ features, label, classes: [] }, { learningRate: 0.5, rounds: 60, catL2: 0 });
    // Each round removes half of what is left, except in bins that straddle the step (1/255 of the rows, 3 wide).
    for (const [x, t] of [
      [0.1, "a"],
      [0.9, "b"],
      [null, "d"],
      [0.5, "e"],
    ] as const)
      expect(scoreRow(model, { x, t })[0]).toBeCloseTo(truth({ x, t }), 1);
    expect(importanceOf(model).t! + importanceOf(model).x!).toBeCloseTo(1, 5);
  });

  test("stops early at the lowest validation loss, and keeps no later tree", () => {
    const training = learnable("binary", 500, 6);
    const validation = learnable("binary", 500, 7);
    const params = resolveParams("gbdt", gbdt.params, { rounds: 200, earlyStoppingRounds: 10 });
    const stopped = gbdt.fit(training, params, { task: "binary", seed: 1, validation });
    const kept = bodyOf(stopped).roots.length;
    expect(kept).toBeLessThan(200);
    const lossAfter = (rounds: number): number =>
      lossOf("binary", validation, scoreModel(learn(training, { rounds }, "binary"), validation.features));
    const best = lossAfter(kept);
    for (let more = 1; more <= 10; more++) expect(lossAfter(kept + more)).toBeGreaterThanOrEqual(best);
  });

  test("draws rows and features by the seed alone, and fits rows left out as well", () => {
    const training = learnable("regression", 800, 8);
    const given = resolveParams("gbdt", gbdt.params, { baggingFraction: 0.5, featureFraction: 0.5 });
    const withSeed = (seed: number): Model => gbdt.fit(training, given, { task: "regression", seed });
    const digest = (seed: number): string => hashBytes(encodeModel(withSeed(seed)));
    expect(digest(1)).toBe(digest(1));
    expect(digest(1)).not.toBe(digest(2));
    const error = lossOf("regression", training, scoreModel(withSeed(1), training.features));
    expect(error).toBeLessThan(
      lossOf("regression", training, scoreModel(learn(training, { rounds: 3 }), training.features)),
    );
  });

  test("puts more distinct values than bins into bins of about equal weight", () => {
    const rows = 5000;
    const x = Float64Array.from({ length: rows }, (_, unit) => rng({ seed: 5, unit, purpose: "x" }).normal());
    const features: Table = { rows, columns: [{ name: "x", kind: "number", values: x }] };
    const model = learn(
      { features, label: x.map(Math.sign), classes: [] },
      { rounds: 40, learningRate: 0.3, maxBins: 15 },
    );
    const wrong = scoreModel(model, features).filter((score, row) => Math.sign(score) !== Math.sign(x[row]!)).length;
    // Only the bin that straddles 0, a fifteenth of the rows, can go wrong, and at most its smaller part.
    expect(wrong / rows).toBeLessThan(1 / 30);
  });
});
