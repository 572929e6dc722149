import type { Column } from "../../data/index.ts";
import { countUpTo, known } from "../../kernel/index.ts";
import { type Dataset, type FitPlan, judgedRows, type RowOutputs } from "../../train/index.ts";

/** Numbers are looked up in so many pieces, each with as many learning rows as the others. */
const PIECES = 10;
/** What somebody who looks at nothing would say counts as so many rows. */
const PRIOR_ROWS = 5;

/** What is learned by looking up: numbers row by row, `width` each. */
export interface LookedUp {
  readonly values: Float64Array;
  readonly width: number;
}

/** The features that are looked up together, and what they are looked up for. */
export interface Lookup {
  readonly sample: Dataset;
  readonly plan: FitPlan;
  readonly truth: LookedUp;
  readonly classes: readonly string[];
}

/**
 * What looking up some features says of the judged rows: the mean of the learning rows that have the same values there. No
 * row is judged by a table that saw it.
 */
export function lookUp({ sample, plan, truth, classes }: Lookup, features: readonly Column[]): RowOutputs {
  const outputs = new Float64Array(judgedRows(plan).length * truth.width);
  let at = 0;
  for (const number of plan.judged) {
    const { train, score } = known(plan.fits[number], "a planned fit");
    const keys = keysOf(features, train, sample.rows);
    const table = meansBy(keys, truth, train);
    for (const row of score) {
      outputs.set(table.means.get(keys[row] as number) ?? table.blind, at);
      at += truth.width;
    }
  }
  return { outputs, classes };
}

/** Row → the number of its cell in the table. */
function keysOf(features: readonly Column[], train: Int32Array, rows: number): Float64Array {
  const keys = new Float64Array(rows);
  for (const column of features) {
    const { code, count } = codesOf(column, train);
    for (let row = 0; row < rows; row++) keys[row] = (keys[row] as number) * count + code(row);
  }
  return keys;
}

interface Codes {
  readonly code: (row: number) => number;
  readonly count: number;
}

function codesOf(column: Column, train: Int32Array): Codes {
  if (column.kind === "text")
    return { code: (row) => (column.codes[row] as number) + 1, count: column.levels.length + 1 };
  const { values } = column;
  const sorted = Float64Array.from(train, (row) => values[row] as number)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = Float64Array.from({ length: PIECES }, (_, i) => sorted[Math.floor((i * sorted.length) / PIECES)] ?? 0);
  const edges = cuts.filter((cut, i) => i > 0 && cut !== cuts[i - 1]);
  return {
    code: (row) => (Number.isNaN(values[row] as number) ? 0 : 1 + countUpTo(edges, values[row] as number)),
    count: edges.length + 2,
  };
}

interface Means {
  readonly means: ReadonlyMap<number, Float64Array>;
  readonly blind: Float64Array;
}

function meansBy(keys: Float64Array, { values, width }: LookedUp, train: Int32Array): Means {
  const sums = new Map<number, { readonly sum: Float64Array; rows: number }>();
  const blind = new Float64Array(width);
  for (const row of train) {
    const cell = sums.get(keys[row] as number) ?? { sum: new Float64Array(width), rows: 0 };
    for (let k = 0; k < width; k++) {
      const value = values[row * width + k] as number;
      cell.sum[k] = (cell.sum[k] as number) + value;
      blind[k] = (blind[k] as number) + value / train.length;
    }
    cell.rows++;
    sums.set(keys[row] as number, cell);
  }
  const means = [...sums].map(([key, { sum, rows }]): [number, Float64Array] => [
    key,
    sum.map((total, k) => (total + PRIOR_ROWS * (blind[k] as number)) / (rows + PRIOR_ROWS)),
  ]);
  return { means: new Map(means), blind };
}
