import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { fitPlatt } from "../../learn/index.ts";
import { applyCalibration } from "../../model/index.ts";
import { partOf, taught, worthOf } from "./since.ts";

const rows = Int32Array.from({ length: 6 }, (_, i) => i + 10);
const raw = Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
const values = Float64Array.from({ length: 16 }, (_, row) => (row === 12 ? Number.NaN : row % 2));

test("rows teach with what was said of them, where their label is known", () => {
  const held = taught(
    { values, classes: [], perRow: 1 },
    partOf({ rows, raw }, (row) => row < 14),
  );
  expect([...held.scores]).toEqual([0.1, 0.2, 0.4]);
  expect([...held.label]).toEqual([0, 1, 1]);
  expect(held.weights).toBeUndefined();
});

test("rows are worth as many as equal weights would be, and so are those of the rarer label", () => {
  const label = Float64Array.of(1, 0, 0, 0);
  expect(worthOf({ scores: raw, label })).toEqual({ rows: 4, rarer: 1 });
  const { rows: worth, rarer } = worthOf({ scores: raw, label, weights: Float64Array.of(3, 1, 1, 1) });
  expect(worth).toBeCloseTo(36 / 12);
  expect(rarer).toBeCloseTo(1.5);
  expect(worthOf({ scores: raw.slice(0, 0), label: label.slice(0, 0) })).toEqual({ rows: 0, rarer: 0 });
});

test("rows that were left to chance teach by their propensities what holds for everybody", () => {
  const draws = rng({ seed: 1, purpose: "propensities" });
  const n = 20_000;
  const [scores, truth, weight] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  // Of those who come back, three in four are left out of what was left alone; the others stand for them.
  let kept = 0;
  while (kept < n) {
    const yes = draws.uniform() < 0.4;
    const propensity = yes ? 0.25 : 1;
    if (draws.uniform() >= propensity) continue;
    scores[kept] = 0.2;
    truth[kept] = yes ? 1 : 0;
    weight[kept++] = 1 / propensity;
  }
  const all = { rows: Int32Array.from({ length: n }, (_, i) => i), raw: scores };
  const shareBy = (more: object): number => {
    const map = fitPlatt(taught({ values: truth, classes: [], perRow: 1, ...more }, all));
    return applyCalibration(map as never, 0.2);
  };
  // Four standard errors of a share in rows that are worth fewer.
  const { rows: worth } = worthOf(taught({ values: truth, classes: [], perRow: 1, weight }, all));
  expect(Math.abs(shareBy({ weight }) - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 * 0.6) / worth));
  expect(shareBy({})).toBeLessThan(0.2);
});
