import type { Table } from "../../../data/index.ts";
import type { TrainingSet } from "../../learner.ts";

/** One label of a multilabel set, as a binary set. */
export function labelOf(set: TrainingSet, label: number): TrainingSet {
  const width = set.classes.length;
  const own = Float64Array.from({ length: set.features.rows }, (_, row) => set.label[row * width + label] as number);
  return { ...set, label: own, classes: [] };
}

/** The table with one more column of numbers. */
export function withNumbers({ rows, columns }: Table, name: string, values: Float64Array): Table {
  return { rows, columns: [...columns, { name, kind: "number", values }] };
}

/** The numbers of the rows that a test picks, in order. */
export function rowsWhere(rows: number, picks: (row: number) => boolean): Int32Array {
  const picked = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (picks(row)) picked[count++] = row;
  return picked.slice(0, count);
}
