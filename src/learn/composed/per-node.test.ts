import { describe, expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { decodeModel, encodeModel, type Model, pathProbabilities, scoreModel, scoreRow } from "../../model/index.ts";
import type { TrainingSet } from "../learner.ts";
import { resolveLearner } from "../resolve.ts";

const LEAVES = [
  "fashion > hats > caps",
  "fashion > hats > berets",
  "fashion > shoes",
  "home > lamps",
  "home > beds",
  "food",
];

/** The coarse choice follows x, the fine ones follow z. */
function shop(rows: number, seed: number, classes: readonly string[] = LEAVES): TrainingSet {
  const label: number[] = [];
  const made = Array.from({ length: rows }, (_, unit): Row => {
    const draw = rng({ seed, unit, purpose: "shop" });
    const [x, z] = [draw.normal(), draw.normal()];
    const fine = draw.uniform() < 1 / (1 + Math.exp(-2 * z));
    const coarse = draw.uniform() < 1 / (1 + Math.exp(-2 * x));
    const fashion = fine ? 2 : draw.uniform() < 0.5 ? 0 : 1;
    label.push(draw.uniform() < 0.1 ? 5 : coarse ? fashion : fine ? 3 : 4);
    return { x, z };
  });
  return { features: tableOf({ x: "number", z: "number" }, made), label: Float64Array.from(label), classes };
}

function learn(set: TrainingSet, params: Readonly<Record<string, unknown>> = {}): Model {
  const base = { learner: "logistic", params: {} };
  return resolveLearner({ learner: "perNode", params, base }).fit(set, { task: "hierarchical", seed: 1 });
}

describe("perNode", () => {
  const set = shop(1500, 1);
  const model = learn(set, { reach: 0 });

  test("gives each path the sum of its children, at every depth", () => {
    const scores = scoreModel(model, set.features);
    for (let row = 0; row < 20; row++) {
      const p = pathProbabilities(LEAVES, scores.subarray(row * 6, row * 6 + 6));
      const of = (path: string): number => p.get(path)!;
      expect(of("fashion") + of("home") + of("food")).toBeCloseTo(1, 12);
      expect(of("fashion > hats") + of("fashion > shoes")).toBeCloseTo(of("fashion"), 12);
      expect(of("fashion > hats > caps") + of("fashion > hats > berets")).toBeCloseTo(of("fashion > hats"), 12);
    }
  });

  test("multiplies along the path what a model of each fork says", () => {
    const base = resolveLearner({ learner: "logistic", params: {} });
    const coarse = set.label.map((leaf) => (leaf < 3 ? 0 : leaf < 5 ? 1 : 2));
    const top = base.fit({ ...set, label: coarse, classes: ["0", "1", "2"] }, { task: "multiclass", seed: 1 });
    const homes = [...set.label.keys()].filter((row) => coarse[row] === 1);
    const { columns } = set.features;
    const picked = columns.map((column) => ({
      ...column,
      values: Float64Array.from(homes, (row) => (column as { values: Float64Array }).values[row]!),
    }));
    const rows = { rows: homes.length, columns: picked as typeof columns };
    const home = base.fit(
      { features: rows, label: Float64Array.from(homes, (row) => set.label[row]! - 3), classes: [] },
      { task: "binary", seed: 1 },
    );
    for (const row of [
      { x: -1, z: 2 },
      { x: 0.5, z: 0 },
    ]) {
      const [, pHome] = scoreRow(top, row);
      const [pBeds] = scoreRow(home, row);
      expect(scoreRow(model, row)[4]).toBeCloseTo(pHome! * pBeds!, 12);
    }
  });

  test("finds the truth that the rows were drawn from", () => {
    // 1500 rows: a probability to about 0.03 at the margin, three times that for certainty.
    for (const [x, z] of [
      [1, 0],
      [-1, 1],
      [0, -1],
    ] as const) {
      const [coarse, fine] = [1 / (1 + Math.exp(-2 * x)), 1 / (1 + Math.exp(-2 * z))];
      const truth = [0.45 * coarse * (1 - fine), 0.45 * coarse * (1 - fine), 0.9 * coarse * fine];
      const scores = scoreRow(model, { x, z });
      truth.forEach((p, leaf) => {
        expect(Math.abs(scores[leaf]! - p)).toBeLessThan(0.1);
      });
    }
  });

  test("gives a leaf that never occurred a little, and a fork of few rows its shares", () => {
    const more = learn({ ...set, classes: [...LEAVES, "home > rugs", "garden > trees", "garden > tools"] });
    const scores = scoreRow(more, { x: 0, z: 0 });
    expect(scores.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    for (const leaf of [6, 7, 8]) {
      expect(scores[leaf]).toBeGreaterThan(0);
      expect(scores[leaf]).toBeLessThan(0.01);
    }
    expect(scores[7]).toBe(scores[8]);
  });

  test("reads a class that is also the beginning of another as a child of its own", () => {
    const classes = ["fashion", "fashion > hats", "fashion > shoes", "home > lamps", "home > beds", "food"];
    const scores = scoreModel(learn({ ...set, classes }), set.features);
    expect(scores.subarray(0, 6).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  test("skips forks that are out of reach, and stays close and consistent", () => {
    const quick = decodeModel(encodeModel(learn(set, { reach: 0.05 })));
    const [exact, close] = [scoreModel(model, set.features), scoreModel(quick, set.features)];
    expect(close).not.toEqual(exact);
    for (let i = 0; i < exact.length; i++) expect(Math.abs(close[i]! - exact[i]!)).toBeLessThan(0.05);
    expect(close.subarray(0, 6).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });
});
