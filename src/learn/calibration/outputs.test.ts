import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { type Calibration, calibrateOutputs, type Signature, sigmoid, softmax } from "../../model/index.ts";
import { learnable } from "../learnable.conformance.ts";
import { constant } from "../learners/constant.ts";
import type { HeldOut } from "./held-out.ts";
import { fitCalibrations, withCalibrations } from "./outputs.ts";

const signatureOf = (task: Signature["task"], classes: readonly string[]): Signature => ({
  task,
  features: [],
  classes,
});

function fitted(held: HeldOut, signature: Signature): readonly Calibration[] {
  const found = fitCalibrations(held, { signature, seed: 1 });
  if (isInsufficient(found)) throw found;
  return found;
}

/** Scores that are twice as sure as they should be of one class in three, the last of them rare. */
function tooSure(rows: number, seed: number): HeldOut & { readonly truth: Float64Array } {
  const truth = new Float64Array(rows * 3);
  const scores = new Float64Array(rows * 3);
  const label = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const draw = rng({ seed, unit: row, purpose: "outputs" });
    const odds = [draw.normal(), draw.normal(), draw.normal() - 3];
    truth.set(odds, row * 3);
    scores.set(
      odds.map((z) => 2 * z),
      row * 3,
    );
    softmax(truth.subarray(row * 3, row * 3 + 3));
    softmax(scores.subarray(row * 3, row * 3 + 3));
    const u = draw.uniform();
    label[row] = u < truth[row * 3]! ? 0 : u < truth[row * 3]! + truth[row * 3 + 1]! ? 1 : 2;
  }
  return { scores, label, truth };
}

const offBy = (scores: Float64Array, truth: Float64Array): number =>
  Math.sqrt(scores.reduce((sum, p, i) => sum + (p - truth[i]!) ** 2, 0) / truth.length);

describe("calibration of several outputs", () => {
  test("brings one class in several near the truth, and they sum to 1", () => {
    const signature = signatureOf("multiclass", ["a", "b", "c"]);
    const maps = fitted(tooSure(5000, 61), signature);
    const fresh = tooSure(2000, 62);
    const after = calibrateOutputs(
      { signature, calibration: { kind: "none" }, calibrations: maps },
      fresh.scores.slice(),
    );
    expect(offBy(after, fresh.truth)).toBeLessThan(offBy(fresh.scores, fresh.truth) / 3);
    for (let row = 0; row < 2000; row++)
      expect(after[row * 3]! + after[row * 3 + 1]! + after[row * 3 + 2]!).toBeCloseTo(1, 12);
  });

  test("leaves one class in several alone where it is calibrated", () => {
    const signature = signatureOf("hierarchical", ["x > a", "x > b", "y > c"]);
    const held = tooSure(3000, 63);
    const maps = fitted({ ...held, scores: held.truth }, signature);
    const after = calibrateOutputs(
      { signature, calibration: { kind: "none" }, calibrations: maps },
      held.truth.slice(),
    );
    expect(offBy(after, held.truth)).toBeLessThan(0.02);
  });

  test("gives each label the map that it needs", () => {
    const signature = signatureOf("multilabel", ["fine", "too sure", "never"]);
    const rows = 5000;
    const draws = Array.from({ length: rows }, (_, unit) => rng({ seed: 64, unit, purpose: "labels" }));
    const odds = draws.map((draw) => 1.5 * draw.normal());
    const scores = Float64Array.from(odds.flatMap((z) => [sigmoid(z), sigmoid(3 * z), 0.01]));
    const label = Float64Array.from(
      draws.flatMap((draw, i) => [
        Number(draw.uniform() < sigmoid(odds[i]!)),
        Number(draw.uniform() < sigmoid(odds[i]!)),
        0,
      ]),
    );
    const maps = fitted({ scores, label }, signature);
    expect(maps.map(({ kind }) => kind)).toEqual(["none", "platt", "none"]);
    const after = calibrateOutputs({ signature, calibration: { kind: "none" }, calibrations: maps }, scores.slice());
    const errors = odds.map((z, i) => Math.abs(after[i * 3 + 1]! - sigmoid(z)));
    expect(Math.max(...errors)).toBeLessThan(0.04);
    expect(after[2]).toBe(0.01);
  });

  test("belongs to models with several outputs alone, and wants rows", () => {
    const binary = constant.fit(learnable("binary", 20, 1), {}, { task: "binary", seed: 1 });
    expect(() => withCalibrations(binary, [{ kind: "none" }])).toThrow(/multilabel/);
    const none = { scores: Float64Array.of(), label: Float64Array.of() };
    const signature = signatureOf("multiclass", ["a", "b"]);
    expect(fitCalibrations(none, { signature, seed: 1 })).toMatchObject({ reason: "no-rows" });
    expect(() => fitCalibrations(none, { signature: signatureOf("ranking", []), seed: 1 })).toThrow(/ranking/);
  });
});
