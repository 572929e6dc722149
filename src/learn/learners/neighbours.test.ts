import fc from "fast-check";
import { expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { isAlidadeError, resolveParams, rng } from "../../kernel/index.ts";
import { decodeModel, encodeModel, type Model, type NeighboursBody, scoreModel, scoreRow } from "../../model/index.ts";
import { learnable } from "../learnable.conformance.ts";
import type { TrainingSet } from "../learner.ts";
import { neighbours } from "./neighbours.ts";

const learn = (set: TrainingSet, given: object): Model =>
  neighbours.fit(set, resolveParams("neighbours", neighbours.params, { ...given }), { task: "regression", seed: 1 });

const rows: readonly Row[] = [
  { x: 0, city: "Bern", vip: true },
  { x: 1, city: "Oslo", vip: false },
  { x: 2, city: null, vip: true },
  { x: null, city: "Bern", vip: null },
  { x: 4, city: "Oslo", vip: false },
];
const KINDS = { x: "number", city: "text", vip: "flag" } as const;
const set = { features: tableOf(KINDS, rows), label: Float64Array.of(10, 20, 30, 40, 50), classes: [] };
/** Twice the variance of 0, 1, 2, 4. */
const SPREAD = 2 * (21 / 4 - (7 / 4) ** 2);

/** The squared distance as its definition reads. */
function apart(a: Row, b: Row): number {
  const numbers = a.x === null || b.x === null ? Number(a.x !== b.x) : (Number(a.x) - Number(b.x)) ** 2 / SPREAD;
  return numbers + Number(a.city !== b.city) + Number(a.vip !== b.vip);
}

test("asks the nearest rows, by squared difference and by unequal levels", () => {
  const asked = fc.record({
    x: fc.option(fc.double({ min: -5, max: 5, noNaN: true }), { nil: null }),
    city: fc.constantFrom("Bern", "Oslo", "Rome", null),
    vip: fc.constantFrom(true, false, null),
  });
  const one = learn(set, { k: 1, smoothing: 0 });
  fc.assert(
    fc.property(asked, (row) => {
      const distances = rows.map((known) => apart(row, known));
      const found = [...set.label].indexOf(scoreRow(one, row)[0]!);
      // Single precision in the spread.
      expect(distances[found]).toBeLessThanOrEqual(Math.min(...distances) + 1e-5);
    }),
  );
});

test("counts the last neighbour in part, and the prior as so many neighbours", () => {
  const weighted = { ...set, weights: Float64Array.of(1, 2, 1, 1, 1) };
  const near = { x: 0, city: "Bern", vip: true };
  // The row itself, then row 2 (a city apart, and 2 in x), then row 3.
  expect(scoreRow(learn(set, { k: 2, smoothing: 0 }), near)[0]).toBe(20);
  expect(scoreRow(learn(weighted, { k: 2, smoothing: 0 }), { x: 1, city: "Oslo", vip: false })[0]).toBe(20);
  expect(scoreRow(learn(set, { k: 1, smoothing: 3 }), near)[0]).toBeCloseTo((10 + 3 * 30) / 4, 12);
  expect(scoreRow(learn(set, { k: 100, smoothing: 0 }), near)[0]).toBe(30);
});

test("keeps a sample of more rows than it may, the same one for the same seed", () => {
  const model = learn(learnable("regression", 500, 3), { maxRows: 100 });
  expect((model.body as NeighboursBody).weights.length).toBe(100);
  expect(encodeModel(learn(learnable("regression", 500, 3), { maxRows: 100 }))).toEqual(encodeModel(model));
  expect(encodeModel(model).length).toBeLessThan(20_000);
});

test("nears the truth with more rows: 1-D regression within twice the error that averaging k noisy rows leaves", () => {
  const draws = Array.from({ length: 4000 }, (_, unit) => rng({ seed: 5, unit, purpose: "knn" }));
  const x = draws.map((draw) => draw.uniform());
  const label = Float64Array.from(draws, (draw, i) => Math.sin(6 * x[i]!) + 0.5 * draw.normal());
  const model = learn(
    {
      features: tableOf(
        { x: "number" },
        x.map((at) => ({ x: at })),
      ),
      label,
      classes: [],
    },
    { k: 50 },
  );
  const grid = Array.from({ length: 81 }, (_, i) => 0.1 + i / 100);
  const scores = scoreModel(
    model,
    tableOf(
      { x: "number" },
      grid.map((at) => ({ x: at })),
    ),
  );
  const mse = grid.reduce((sum, at, i) => sum + (scores[i]! - Math.sin(6 * at)) ** 2, 0) / grid.length;
  expect(mse).toBeLessThan((2 * 0.5 ** 2) / 50);
});

test.each<[string, (body: Record<string, unknown[]>) => unknown]>([
  ["a label too few", ({ label }) => label!.pop()],
  ["a value too many", ({ columns }) => (columns![2] as { values: unknown[] }).values.push(1)],
  ["a level that is not there", ({ columns }) => (columns![0] as { codes: unknown[] }).codes.splice(0, 1, 9)],
  ["a kind that is not there", ({ columns }) => Object.assign(columns![0] as object, { kind: "cake" })],
  ["a prior that is no number", ({ prior }) => prior!.splice(0, 1, "x")],
])("is refused in bytes with %s", (_, damage) => {
  const whole = JSON.parse(new TextDecoder().decode(encodeModel(learn(set, {}))));
  damage(whole.body);
  expect(codeOf(() => decodeModel(new TextEncoder().encode(JSON.stringify(whole))))).toBe("model.corrupt");
});

function codeOf(run: () => unknown): string {
  try {
    run();
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}
