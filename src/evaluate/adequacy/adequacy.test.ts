import { describe, expect, test } from "vitest";
import { type Column, columnOf, takeRows } from "../../data/index.ts";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { logistic, resolveLearner } from "../../learn/index.ts";
import { scoreModel } from "../../model/index.ts";
import { honestTable } from "../planted.conformance.ts";
import { type Classify, crossScores } from "./cross-scores.ts";
import { labelNoise } from "./label-noise.ts";
import { maturityOf } from "./maturity.ts";
import { noiseFloor } from "./noise-floor.ts";
import { separability } from "./separability.ts";
import { nearConstants, sufficiencyOf } from "./sufficiency.ts";

const classify: Classify = ({ features, label, train, score, seed }) => {
  const training = {
    features: takeRows(features, train),
    label: Float64Array.from(train, (row) => label[row]!),
    classes: [],
  };
  const learner = resolveLearner({ learner: logistic.name, params: {} });
  return scoreModel(learner.fit(training, { task: "binary", seed }), takeRows(features, score));
};

describe("rows of two kinds", () => {
  const { features, entity, signal, draws } = honestTable(1);
  const told = (strength: number) => {
    const side = signal.map((z) => (draws.uniform() < 1 / (1 + Math.exp(-strength * z)) ? 1 : 0));
    const found = separability({ features, side, entity, seed: 1, classify });
    if (isInsufficient(found) || isInsufficient(found.area)) throw new Error("too few rows");
    return { ...found, area: found.area };
  };

  test("that chance has drawn cannot be told apart", () => {
    const { area, fields } = told(0);
    expect(area.low).toBeLessThan(0.5);
    expect(fields).toEqual([]);
  });

  test("that somebody chose are told apart, and by which fields", () => {
    const { area, fields } = told(2);
    expect(area.low).toBeGreaterThan(0.6);
    expect(fields.map(({ field }) => field)).toEqual(expect.arrayContaining(["stays", "amount"]));
    expect(fields.map(({ field }) => field)).not.toContain("noise");
  });

  test("of which there are few are not looked at", () => {
    const side = signal.map((_, row) => (row < 99 ? 1 : 0));
    expect(separability({ features, side, seed: 1, classify })).toMatchObject({
      kind: "insufficient",
      need: 100,
      have: 99,
    });
  });
});

/** Labels of two classes `apart` from each other, of which chance has swapped a share. */
function noisy(seed: number, { apart, wrong, rows = 3_000 }: { apart: number; wrong: number; rows?: number }) {
  const draws = rng({ seed, purpose: "test.noise" });
  const x = Float64Array.from({ length: rows }, () => draws.normal());
  const clean = x.map((value) => (draws.uniform() < 1 / (1 + Math.exp(-apart * value)) ? 1 : 0));
  const swapped = clean.map(() => (draws.uniform() < wrong ? 1 : 0));
  const label = clean.map((y, row) => (swapped[row] === 1 ? 1 - y : y));
  const features = { rows, columns: [{ name: "x", kind: "number", values: x } satisfies Column] };
  const yes = crossScores({ features, label, classes: 2, seed, classify });
  const probabilities = Float64Array.from({ length: 2 * rows }, (_, i) =>
    i % 2 === 1 ? yes[i >> 1]! : 1 - yes[i >> 1]!,
  );
  return { case: { label, classes: 2, probabilities }, swapped };
}

describe("wrong labels", () => {
  // Standard error of a share of 0.1 in 3,000 rows: 0.0055; classes that overlap a little add to it.
  test.each([0.05, 0.1, 0.2])("a share of %f is measured, and most suspects are wrong", (wrong) => {
    const { case: asked, swapped } = noisy(3, { apart: 20, wrong });
    const found = labelNoise(asked);
    if (isInsufficient(found)) throw new Error("too few rows");
    expect(Math.abs(found.share - wrong)).toBeLessThan(0.04);
    const first = found.suspects.slice(0, Math.round(wrong * 3_000 * 0.5));
    expect(first.filter(({ row }) => swapped[row] === 1).length / first.length).toBeGreaterThan(0.9);
  });

  test("are told from chance: they do not thin out where the model is sure", () => {
    const floors = (apart: number, wrong: number) => {
      const asked = noisy(4, { apart, wrong }).case;
      return [0, 1].map((of) => noiseFloor(asked, of));
    };
    for (const floor of floors(20, 0.1)) {
      if (isInsufficient(floor)) throw new Error(floor.reason);
      expect(floor.share.low).toBeLessThan(0.1);
      expect(floor.share.high).toBeGreaterThan(0.1);
    }
    // The average of all rows cannot tell these from the ones above: a fifth of them is contradicted by chance alone.
    expect(floors(2, 0)).toMatchObject([{ kind: "insufficient" }, { kind: "insufficient" }]);
  });

  test("nothing is said of a class with few rows", () => {
    const probabilities = new Float64Array(80).fill(0.5);
    const label = Float64Array.from({ length: 40 }, (_, row) => (row < 19 ? 1 : 0));
    expect(labelNoise({ label, classes: 2, probabilities })).toMatchObject({ reason: "too-few-rows", have: 19 });
  });
});

test("a known table of confident counts: the shares of every pair of classes", () => {
  // Class 0: 20 rows, 5 of them surely 1; its bar is (5 · 0.05 + 15 · 0.9) / 20 = 0.6875. Class 1: 20 rows; its bar is 0.9.
  const rows = 40;
  const label = Float64Array.from({ length: rows }, (_, row) => (row < 20 ? 0 : 1));
  const yes = (row: number): number => (row < 5 ? 0.95 : row < 20 ? 0.1 : 0.9);
  const probabilities = Float64Array.from({ length: 2 * rows }, (_, i) =>
    i % 2 === 1 ? yes(i >> 1) : 1 - yes(i >> 1),
  );
  const found = labelNoise({ label, classes: 2, probabilities });
  if (isInsufficient(found)) throw new Error("too few rows");
  expect(found.joint.flat().map((share) => Number(share.toFixed(12)))).toEqual([0.375, 0.125, 0, 0.5]);
  expect(found.share).toBeCloseTo(0.125, 12);
  expect(found.suspects.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4]);
});

describe("too little to learn from", () => {
  test("classes with fewer than 100 examples, and few events for each feature", () => {
    const label = Float64Array.from({ length: 1_000 }, (_, row) => (row < 40 ? 2 : row < 240 ? 1 : 0));
    expect(sufficiencyOf(label, 3, 48)).toEqual({ rare: [{ class: 2, rows: 40 }], eventsPerFeature: 5 });
  });

  test("features that say the same everywhere or nearly, a missing value being a value", () => {
    const rows = 1_000;
    const some = (name: string, others: number): Column => ({
      name,
      kind: "number",
      values: Float64Array.from({ length: rows }, (_, row) => (row < others ? row : -0)),
    });
    const missing = columnOf(
      "missing",
      "text",
      Array.from({ length: rows }, (_, row) => (row === 7 ? "a" : null)),
    );
    const columns = [some("constant", 0), some("few", 5), some("enough", 20), missing];
    expect(nearConstants({ rows, columns })).toEqual([
      { field: "constant", others: 0 },
      { field: "few", others: 4 },
      { field: "missing", others: 1 },
    ]);
  });
});

test("rows whose window was still open when the data ended have their yeses counted apart", () => {
  const decidedAt = Float64Array.from({ length: 100 }, (_, day) => day);
  const label = decidedAt.map((day) => (day < 70 && day % 2 === 0 ? 1 : 0));
  expect(maturityOf({ decidedAt, label, within: 30, now: 400 })).toEqual({
    newest: 99,
    young: 30,
    yesYoung: 0,
    yesOlder: 0.5,
    gap: 301,
    span: 99,
  });
});
