import { expect, test } from "vitest";
import { bestCut } from "./best-cut.ts";

const cut = (scores: readonly number[], gains: readonly number[]): number =>
  bestCut(Float64Array.from(scores), Float64Array.from(gains));

test("lies where the sum of the gains above it is largest, between two scores", () => {
  expect(cut([0.9, 0.7, 0.5, 0.3], [2, 1, -1, -5])).toBeCloseTo(0.6, 12);
});

test("lies above all scores where acting never pays", () => {
  expect(cut([0.9, 0.1], [-1, -1])).toBeGreaterThan(0.9);
});

test("takes cases with one score together", () => {
  expect(cut([0.5, 0.5, 0.2], [3, -4, -1])).toBeGreaterThan(0.5);
  expect(cut([0.5, 0.5, 0.2], [3, -2, -1])).toBeCloseTo(0.35, 12);
});

test("is the lowest score where acting on everybody pays", () => {
  expect(cut([0.2, 0.8], [1, 1])).toBe(0.2);
});
