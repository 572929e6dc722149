import { rowOf, takeRows } from "../../data/index.ts";
import { type Model, scoreRow } from "../../model/index.ts";
import type { Dataset } from "../dataset/dataset.ts";

const ROWS = 500;

/** Measured milliseconds (p99) of scoring one decision with every head, on rows of the data. 0 without heads or rows. */
export function scoringP99(models: readonly Model[], dataset: Dataset, stopwatch: () => number): number {
  const rows = Math.min(ROWS, dataset.rows);
  const sample = takeRows(
    dataset.features,
    Int32Array.from({ length: rows }, (_, i) => Math.floor((i * dataset.rows) / rows)),
  );
  const all = Array.from({ length: rows }, (_, row) => rowOf(sample, row));
  const score = (row: (typeof all)[number]): void => {
    for (const model of models) scoreRow(model, row);
  };
  // Once unmeasured: the first decisions of a process pay for compiling, and no process is judged by them.
  for (const row of all) score(row);
  const took = all.map((row) => {
    const started = stopwatch();
    score(row);
    return stopwatch() - started;
  });
  return took.sort((a, b) => a - b)[Math.floor(0.99 * rows)] ?? 0;
}
