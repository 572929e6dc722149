import { expect, test } from "vitest";
import { tableOf } from "../data/index.ts";
import type { Dataset } from "../train/index.ts";
import { sampleOf } from "./sample.ts";

function dataset(rows: number): Dataset {
  const features = tableOf(
    { row: "number" },
    Array.from({ length: rows }, (_, row) => ({ row })),
  );
  const each = Float64Array.from({ length: rows }, (_, row) => row % 2);
  return {
    rows,
    features,
    entity: Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 5)),
    time: null,
    labels: { yes: { values: each, classes: [] } },
    rule: each,
    ruleAnswers: { rows, columns: [{ name: "rule", kind: "flag", values: each }] },
    lists: null,
    blocked: new Uint8Array(rows),
    slices: { rows, columns: [] },
    before: features,
    unlabelled: 0,
    acted: 0,
    certain: 0,
    weight: null,
    logged: {},
  };
}

test("a small dataset is left as it is", () => {
  const small = dataset(100);
  expect(sampleOf(small, 1, 100)).toBe(small);
});

test("a sample holds whole entities, row for row, and depends on the seed alone", () => {
  const sample = sampleOf(dataset(1_000), 1, 203);
  expect(sample.rows).toBe(200);
  const sizes = new Map<number, number>();
  for (const id of sample.entity) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  expect(new Set(sizes.values())).toEqual(new Set([5]));
  const [column] = sample.features.columns;
  const rows = column?.kind === "number" ? [...column.values] : [];
  expect([...(sample.labels.yes?.values ?? [])]).toEqual(rows.map((row) => row % 2));
  expect(sampleOf(dataset(1_000), 1, 203)).toEqual(sample);
  expect(sampleOf(dataset(1_000), 2, 203).entity).not.toEqual(sample.entity);
});

test("a sample keeps lists whole, and the weights and lists of its rows", () => {
  const whole = dataset(1_000);
  // Lists of ten rows: the entities of two each.
  const lists = Int32Array.from({ length: 1_000 }, (_, row) => Math.floor(row / 10));
  const weight = Float64Array.from({ length: 1_000 }, (_, row) => row);
  const sample = sampleOf({ ...whole, lists, weight }, 1, 203);
  const sizes = new Map<number, number>();
  for (const list of sample.lists ?? []) sizes.set(list, (sizes.get(list) ?? 0) + 1);
  expect(new Set(sizes.values())).toEqual(new Set([10]));
  const [column] = sample.features.columns;
  expect(column?.kind === "number" ? [...column.values] : []).toEqual([...(sample.weight ?? [])]);
});
