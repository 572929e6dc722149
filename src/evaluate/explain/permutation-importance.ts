import { type Column, type Table, takeRows } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { changesScorer, type Model } from "../../model/index.ts";
import { clusteredMean, clusterTotals, type Estimated } from "../../stats/index.ts";
import { type RowTask, rowLosses } from "./row-losses.ts";

/** Unseen rows beside their truth: rows that a model learned from would make its noise look important. */
export interface ExplainedRows {
  readonly table: Table;
  /** As a metric takes them: one per row, or one per row and label. */
  readonly labels: Float64Array;
  /** Rows with the same number are not independent. Default: every row for itself. */
  readonly clusters?: Int32Array;
}

/** How often and on how many rows features are shuffled. */
export interface PermutationOptions {
  readonly seed: number;
  /** How often each feature is shuffled. Default 5. */
  readonly repeats?: number;
  /** Rows that are looked at; an even selection where there are more. Default 5,000. */
  readonly rows?: number;
  readonly level?: number;
  /** Which features are shuffled. Default: all that the model takes. */
  readonly features?: readonly string[];
}

/** What shuffling one feature costs, per row, in the loss of the task. */
export interface FeatureImportance {
  readonly feature: string;
  readonly increase: Estimated;
}

/**
 * How much worse a model predicts when one feature's values are dealt out to other rows, with an interval over rows; most
 * important first. Features that stand in for each other share theirs. Breiman, Random forests, 2001; Fisher, Rudin and
 * Dominici, 2019.
 */
export function permutationImportance(
  model: Model & { readonly signature: { readonly task: RowTask } },
  all: ExplainedRows,
  { seed, repeats = 5, rows = 5_000, level, features }: PermutationOptions,
): readonly FeatureImportance[] {
  const { table, labels, clusters } = selection(all, rows);
  const { task } = model.signature;
  const perRow = labels.length / table.rows;
  const score = changesScorer(model, table);
  const lossOf = (scored: Table): Float64Array => perRowMean(rowLosses(task, score(scored), labels), perRow);
  const before = lossOf(table);
  const names = features ?? model.signature.features.map(({ name }) => name);
  const found = names.map((name) => {
    const rises = new Float64Array(table.rows);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const after = lossOf(shuffled(table, name, { seed, repeat }));
      for (let row = 0; row < rises.length; row++)
        rises[row] = (rises[row] as number) + ((after[row] as number) - (before[row] as number)) / repeats;
    }
    const sizes = new Float64Array(table.rows).fill(1);
    return { feature: name, increase: clusteredMean(clusterTotals({ sums: rises, sizes, clusters }), level) };
  });
  return found.sort((a, b) => pointOf(b.increase) - pointOf(a.increase));
}

function pointOf(increase: Estimated): number {
  return "value" in increase ? increase.value : 0;
}

function perRowMean(losses: Float64Array, perRow: number): Float64Array {
  if (perRow === 1) return losses;
  return Float64Array.from({ length: losses.length / perRow }, (_, row) => {
    let sum = 0;
    for (let k = row * perRow; k < (row + 1) * perRow; k++) sum += losses[k] as number;
    return sum / perRow;
  });
}

function shuffled(table: Table, name: string, { seed, repeat }: { seed: number; repeat: number }): Table {
  const order = Int32Array.from({ length: table.rows }, (_, row) => row);
  const dealt = rng({ seed, unit: name, time: repeat, purpose: "explain.permutation" }).shuffled([...order]);
  const columns = table.columns.map((column): Column => (column.name === name ? dealOut(column, dealt) : column));
  return { rows: table.rows, columns };
}

function dealOut(column: Column, rows: readonly number[]): Column {
  return takeRows({ rows: rows.length, columns: [column] }, rows).columns[0] as Column;
}

interface Selected {
  readonly table: Table;
  readonly labels: Float64Array;
  readonly clusters: Int32Array | undefined;
}

/** Every n-th row, so that at most `most` are left. */
function selection({ table, labels, clusters }: ExplainedRows, most: number): Selected {
  const step = Math.ceil(table.rows / most);
  if (step <= 1) return { table, labels, clusters };
  const kept = Int32Array.from({ length: Math.ceil(table.rows / step) }, (_, i) => i * step);
  const perRow = labels.length / table.rows;
  const label = Float64Array.from(
    { length: kept.length * perRow },
    (_, i) => labels[(kept[Math.floor(i / perRow)] as number) * perRow + (i % perRow)] as number,
  );
  return {
    table: takeRows(table, kept),
    labels: label,
    clusters: clusters === undefined ? undefined : Int32Array.from(kept, (row) => clusters[row] as number),
  };
}
