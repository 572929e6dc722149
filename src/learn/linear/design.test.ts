import { expect, test } from "vitest";
import { tableOf } from "../../data/index.ts";
import type { Prepared } from "../training.ts";
import { designOf, readRow, rowBuffer } from "./design.ts";

const rows = [
  { x: 1, t: "b" },
  { x: 2, t: "a" },
  { x: null, t: null },
  { x: 9, t: "rare" },
  { x: 4, t: "b" },
  { x: 4, t: "a" },
];

function prepared(weights: readonly number[]): Prepared {
  const { columns } = tableOf({ x: "number", t: "text" }, rows);
  const slots = [{ name: "x", kind: "number" } as const, { name: "t", kind: "text" } as const];
  const label = new Float64Array(rows.length);
  return {
    task: "regression",
    rows: rows.length,
    columns,
    slots,
    label,
    weights: Float64Array.from(weights),
    classes: [],
  };
}

test("fills a gap with the median, weighted or not", () => {
  const fillOf = (weights: readonly number[]): unknown => designOf(prepared(weights), 2).columns[0];
  expect(fillOf([1, 1, 1, 1, 1, 1])).toMatchObject({ fill: 4 });
  expect(fillOf([5, 1, 1, 1, 1, 1])).toMatchObject({ fill: 1 });
  expect(fillOf([2, 2, 2, 2, 2, 2])).toMatchObject({ fill: 4 });
});

test("gives places to numbers, gaps and levels that are heavy enough, in order", () => {
  const design = designOf(prepared([1, 1, 1, 1, 1, 1]), 2);
  const buffer = rowBuffer(design);
  const placesOf = (row: number): number[] => [...buffer.places.subarray(0, readRow(design, row, buffer))];
  // 0 intercept, 1 x, 2 x is missing, 3 a, 4 b, 5 t is missing.
  expect(design.width).toBe(6);
  expect([0, 1, 2, 3].map(placesOf)).toEqual([
    [0, 1, 4],
    [0, 1, 3],
    [0, 1, 2, 5],
    [0, 1],
  ]);
});

test("standardises: what it writes has mean 0 and variance 1", () => {
  const design = designOf(prepared([1, 1, 1, 1, 1, 1]), 2);
  const buffer = rowBuffer(design);
  const written = rows.map((_, row) => {
    readRow(design, row, buffer);
    return buffer.values[1]!;
  });
  expect(written.reduce((sum, z) => sum + z, 0)).toBeCloseTo(0, 12);
  expect(written.reduce((sum, z) => sum + z * z, 0) / rows.length).toBeCloseTo(1, 12);
});
