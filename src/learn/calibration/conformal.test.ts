import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import {
  type Conformal,
  decodeModel,
  encodeModel,
  intervalOf,
  MOST_SCORES,
  type Model,
  predictionSet,
  type Signature,
  softmax,
} from "../../model/index.ts";
import { fitConformal, withConformal } from "./conformal.ts";
import type { HeldOut } from "./held-out.ts";

const modelOf = (task: Signature["task"], classes: readonly string[] = []): Model => ({
  format: "constant",
  signature: { task, features: [], classes },
  calibration: { kind: "none" },
  body: { outputs: [0] },
});

function conformed(model: Model, held: HeldOut, adaptive = false): Model {
  const found = fitConformal(model, held, { adaptive });
  if (isInsufficient(found)) throw found;
  return withConformal(model, found);
}

/** Rows of a regression whose noise grows with x, seen by a model that is a little wrong. */
function noisy(rows: number, seed: number, even: boolean): HeldOut {
  const draws = Array.from({ length: rows }, (_, unit) => rng({ seed, unit, purpose: "noisy" }));
  const x = draws.map((draw) => draw.uniform());
  const scores = Float64Array.from(x, (at) => 2 * at);
  return {
    scores,
    label: Float64Array.from(draws, (draw, i) => 2 * x[i]! + 0.1 + (even ? 1 : 3 * x[i]!) * draw.normal()),
  };
}

/** Rows of one class in four, seen by a model that is too sure. */
function doubtful(rows: number, seed: number): HeldOut {
  const scores = new Float64Array(rows * 4);
  const label = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const draw = rng({ seed, unit: row, purpose: "doubtful" });
    const odds = Float64Array.from({ length: 4 }, () => 1.5 * draw.normal());
    const sure = odds.map((z) => 2 * z);
    softmax(odds);
    softmax(sure);
    scores.set(sure, row * 4);
    const u = draw.uniform();
    label[row] = u < odds[0]! ? 0 : u < odds[0]! + odds[1]! ? 1 : u < 1 - odds[3]! ? 2 : 3;
  }
  return { scores, label };
}

const WORLDS = 300;
const FRESH = 40;

/**
 * The share of fresh rows covered, over many worlds with `rows` held-out rows each. In theory ⌈(n + 1) · level⌉ / (n
 * + 1); its standard error: each world's own coverage varies like a beta variable, its 40 rows like a binomial one.
 */
function coverage(
  rows: number,
  level: number,
  covers: (world: number) => number,
): { found: number; theory: number; error: number } {
  const found =
    Array.from({ length: WORLDS }, (_, world) => covers(world)).reduce((sum, share) => sum + share, 0) / WORLDS;
  const theory = Math.ceil((rows + 1) * level - 1e-9) / (rows + 1);
  return { found, theory, error: Math.sqrt((theory * (1 - theory) * (1 / (rows + 2) + 1 / FRESH)) / WORLDS) };
}

describe("a conformal interval", () => {
  test.each([
    [true, 19, 0.9],
    [true, 200, 0.8],
    [false, 200, 0.9],
    [false, 50, 0.5],
  ])("holds the truth as often as asked (even noise: %s, %d rows, level %d)", (even, rows, level) => {
    const { found, theory, error } = coverage(rows, level, (world) => {
      const model = conformed(modelOf("regression"), noisy(rows, 2 * world, even));
      const fresh = noisy(FRESH, 2 * world + 1, even);
      const inside = fresh.label.filter((truth, row) => {
        const interval = intervalOf(model, fresh.scores[row]!, level);
        return !isInsufficient(interval) && interval.low <= truth && truth <= interval.high;
      });
      return inside.length / FRESH;
    });
    expect(theory).toBeGreaterThanOrEqual(level - 1e-12);
    expect(Math.abs(found - theory)).toBeLessThan(4 * error);
  });

  test("that adapts holds it as often, and more evenly: where noise is large and where it is small", () => {
    const share = (fresh: HeldOut, model: Model, isIn: (prediction: number) => boolean): [number, number] => {
      let [inside, all] = [0, 0];
      fresh.label.forEach((truth, row) => {
        const prediction = fresh.scores[row]!;
        const interval = intervalOf(model, prediction, 0.9);
        if (isInsufficient(interval) || !isIn(prediction)) return;
        all += 1;
        inside += Number(interval.low <= truth && truth <= interval.high);
      });
      return [inside, all];
    };
    const rows = 400;
    const worlds = Array.from({ length: 60 }, (_, world) => ({
      held: noisy(rows, 900 + 2 * world, false),
      fresh: noisy(200, 901 + 2 * world, false),
    }));
    const covered = (adaptive: boolean, isIn: (prediction: number) => boolean): number => {
      const counts = worlds.map(({ held, fresh }) =>
        share(fresh, conformed(modelOf("regression"), held, adaptive), isIn),
      );
      return counts.reduce((sum, [inside]) => sum + inside, 0) / counts.reduce((sum, [, all]) => sum + all, 0);
    };
    // 12,000 rows, and 60 worlds of 200 scores each: standard error √(0.09 · (1 / 12,000 + 1 / 12,000)) = 0.004.
    const anywhere = (): boolean => true;
    expect(Math.abs(covered(true, anywhere) - 181 / 201)).toBeLessThan(0.016);
    const isNoisy = (prediction: number): boolean => prediction > 1.5;
    expect(covered(false, isNoisy)).toBeLessThan(0.82);
    expect(covered(true, isNoisy)).toBeGreaterThan(0.87);
    const isQuiet = (prediction: number): boolean => prediction > 0.2 && prediction < 0.6;
    expect(covered(false, isQuiet)).toBeGreaterThan(0.98);
    expect(covered(true, isQuiet)).toBeLessThan(0.94);
  });

  test("says how many rows a level needs, and that a model without one has none", () => {
    const model = conformed(modelOf("regression"), noisy(18, 1, true));
    expect(intervalOf(model, 0, 0.95)).toMatchObject({ reason: "too-few-rows", need: 19, have: 18 });
    expect(isInsufficient(intervalOf(conformed(modelOf("regression"), noisy(19, 1, true)), 0, 0.95))).toBe(false);
    expect(intervalOf(modelOf("regression"), 0, 0.9)).toMatchObject({ reason: "not-conformal" });
    expect(predictionSet(model, [0.5, 0.5], 0.9)).toMatchObject({ reason: "not-conformal" });
    for (const level of [0, 1, Number.NaN])
      expect(intervalOf(model, 0, level)).toMatchObject({ reason: "not-conformal" });
  });

  test("of many rows keeps a thousand scores, and is never narrower for it", () => {
    const held = noisy(12_345, 5, false);
    const model = conformed(modelOf("regression"), held);
    expect(model.conformal!.scores.length).toBe(MOST_SCORES);
    const errors = held.scores.map((score, row) => Math.abs(held.label[row]! - score)).sort();
    for (const level of [0.5, 0.9, 0.99, 0.999]) {
      const interval = intervalOf(model, 0, level);
      if (isInsufficient(interval)) throw interval;
      const exact = Math.ceil((errors.length + 1) * level);
      expect(interval.high).toBeGreaterThanOrEqual(errors[exact - 1]!);
      expect(interval.high).toBeLessThanOrEqual(
        errors[Math.min(errors.length - 1, exact - 1 + Math.ceil((2 * errors.length) / MOST_SCORES))]!,
      );
    }
  });

  test("takes weights: rows of weight 0 do not count, and uneven ones are worth fewer", () => {
    const held = noisy(100, 6, true);
    const half = held.scores.map((_, row) => row % 2);
    const kept = {
      scores: held.scores.filter((_, row) => row % 2 === 1),
      label: held.label.filter((_, row) => row % 2 === 1),
    };
    const scoresOf = (of: HeldOut): readonly number[] => (fitConformal(modelOf("regression"), of) as Conformal).scores;
    expect(scoresOf({ ...held, weights: half })).toEqual(scoresOf(kept));
    expect(scoresOf({ ...held, weights: held.scores.map((_, row) => (row === 0 ? 100 : 1)) }).length).toBe(3);
  });
});

describe("a prediction set", () => {
  test.each([
    [100, 0.9],
    [50, 0.7],
  ])("holds the true class at least as often as asked (%d rows, level %d)", (rows, level) => {
    const { found, theory, error } = coverage(rows, level, (world) => {
      const model = conformed(modelOf("multiclass", ["a", "b", "c", "d"]), doubtful(rows, 2 * world));
      const fresh = doubtful(FRESH, 2 * world + 1);
      const inside = fresh.label.filter((truth, row) => {
        const set = predictionSet(model, fresh.scores.subarray(row * 4, row * 4 + 4), level);
        return !isInsufficient(set) && set.includes(truth);
      });
      return inside.length / FRESH;
    });
    expect(found).toBeGreaterThan(theory - 4 * error);
    // The most probable class is always in, which may add a little.
    expect(found).toBeLessThan(theory + 0.05);
  });

  test("is the sure class alone, or all that are possible", () => {
    const scores = Float64Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 0.9 : 0.2));
    const label = Float64Array.from({ length: 40 }, (_, row) => (row % 10 === 0 ? 0 : row % 2 === 0 ? 1 : 0));
    const model = conformed(modelOf("binary"), { scores, label });
    expect(predictionSet(model, [0.95], 0.8)).toEqual([1]);
    expect(predictionSet(model, [0.05], 0.8)).toEqual([0]);
    expect(predictionSet(model, [0.5], 0.95)).toEqual([0, 1]);
  });
});

test("a conformal part wants rows, and one number or class to be right about", () => {
  expect(fitConformal(modelOf("regression"), { scores: Float64Array.of(), label: Float64Array.of() })).toMatchObject({
    reason: "no-rows",
  });
  expect(() => fitConformal(modelOf("ranking"), noisy(5, 1, true))).toThrow(/ranking/);
});

test("a conformal part survives encoding, and is refused when it is damaged", () => {
  const model = conformed(modelOf("regression"), noisy(30, 1, true));
  expect(decodeModel(encodeModel(model))).toEqual(model);
  const adaptive = conformed(modelOf("regression"), noisy(300, 1, false), true);
  expect(decodeModel(encodeModel(adaptive))).toEqual(adaptive);
  const whole = JSON.parse(new TextDecoder().decode(encodeModel(model)));
  const damaged: readonly object[] = [
    { kind: "cake" },
    { scores: [2, 1] },
    { scores: [-1, 1] },
    { scores: [null] },
    { scores: new Array(1001).fill(1) },
    { scale: { from: [], to: [] } },
    { scale: { from: [1], to: [0] } },
    { scale: { from: [2, 1], to: [1, 1] } },
  ];
  for (const damage of damaged) {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...whole, conformal: { ...whole.conformal, ...damage } }));
    expect(() => decodeModel(bytes)).toThrow(/model's bytes/);
  }
});
