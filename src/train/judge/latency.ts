import { rowOf, takeRows } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { type Model, scoreRow } from "../../model/index.ts";
import { clusteredMean, DEFAULT_LEVEL, type Estimate } from "../../stats/index.ts";
import type { Dataset } from "../dataset/dataset.ts";

const ROWS = 500;

/** Measured milliseconds of scoring one decision with every head. 0 without heads or rows. */
export interface Timing {
  readonly p99Ms: number;
  /** Over the rows that were scored. */
  readonly mean: Estimate;
}

/** Times the scoring of some hundred rows of the data, one by one as they are served. */
export function scoringTime(models: readonly Model[], dataset: Dataset, stopwatch: () => number): Timing {
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
  const mean = meanOf(Float64Array.from(took));
  return { p99Ms: took.sort((a, b) => a - b)[Math.floor(0.99 * rows)] ?? 0, mean };
}

/** Where every row took as long, by a clock that cannot tell them apart, that is how long it takes. */
function meanOf(took: Float64Array): Estimate {
  const found = clusteredMean({ sums: took, sizes: new Float64Array(took.length).fill(1) });
  const value = took[0] ?? 0;
  return isInsufficient(found) ? { value, low: value, high: value, level: DEFAULT_LEVEL } : found;
}
