import { expect, test } from "vitest";
import { logit, sigmoid, softmax } from "../link.ts";
import type { Model } from "../model.ts";
import { scoreModel, scoreRow } from "../score.ts";
import { applyCalibration } from "./apply.ts";

test("Platt's map is a line in log-odds", () => {
  const map = { kind: "platt", slope: 2, intercept: -1 } as const;
  for (const p of [0.01, 0.3, 0.99]) expect(logit(applyCalibration(map, p))).toBeCloseTo(2 * logit(p) - 1, 9);
  expect(applyCalibration(map, 0)).toBeGreaterThanOrEqual(0);
  expect(applyCalibration(map, 1)).toBe(1);
});

test("the isotonic map goes straight from knot to knot and stays level beyond", () => {
  const map = { kind: "isotonic", from: [0.2, 0.4, 0.8], to: [0.1, 0.1, 0.9] } as const;
  const expected = [
    [0, 0.1],
    [0.2, 0.1],
    [0.3, 0.1],
    [0.4, 0.1],
    [0.6, 0.5],
    [0.8, 0.9],
    [1, 0.9],
  ] as const;
  for (const [p, q] of expected) expect(applyCalibration(map, p)).toBeCloseTo(q, 12);
});

test("calibration applies to binary models alone", () => {
  const calibration = { kind: "platt", slope: 0, intercept: 0 } as const;
  const model = (task: "binary" | "regression"): Model => ({
    format: "constant",
    signature: { task, features: [], classes: [] },
    calibration,
    body: { outputs: [0.9] },
  });
  expect(scoreRow(model("binary"), {})).toEqual([0.5]);
  expect([...scoreModel(model("regression"), { rows: 2, columns: [] })]).toEqual([0.9, 0.9]);
});

test("links keep their head at the extremes", () => {
  expect([sigmoid(-1e9), sigmoid(0), sigmoid(1e9)]).toEqual([0, 0.5, 1]);
  expect(sigmoid(logit(1e-9))).toBeCloseTo(1e-9, 18);
  const shares = Float64Array.of(1e9, 1e9, -1e9);
  softmax(shares);
  expect([...shares]).toEqual([0.5, 0.5, 0]);
});
