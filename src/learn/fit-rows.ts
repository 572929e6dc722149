import { type Cell, type Kind, type Row, tableOf } from "../data/index.ts";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Model, Task } from "../model/index.ts";
import type { FitContext, TrainingSet } from "./learner.ts";
import { type LearnerSpec, resolveLearner } from "./resolve.ts";

interface MixedColumn {
  readonly column: string;
  readonly found: readonly string[];
}

/** A column whose values are not of one kind. */
export const columnMixed: ErrorConstructor<MixedColumn> = defineError("learn.column-mixed", {
  headline: "A column of several kinds",
  message: ({ column, found }: MixedColumn) =>
    `The values of \`${column}\` must all be numbers, all texts or all true and false. Got ${found.join(" and ")}.`,
  hint: () => "Turn them into one kind first; null stands for a missing value.",
});

/** A label that the rows do not have. */
export const labelUnknown: ErrorConstructor<{ readonly label: string; readonly columns: readonly string[] }> =
  defineError("learn.label-unknown", {
    headline: "No such label",
    message: ({ label, columns }: { readonly label: string; readonly columns: readonly string[] }) =>
      `The label \`${label}\` must be a column of the rows. They have ${columns.join(", ") || "none"}.`,
  });

/** What is learned from plain rows. */
export interface RowsOptions {
  /** The column that is predicted; rows in which it is missing teach nothing. Several: a multilabel model. */
  readonly label: string | readonly string[];
  /** Default: true and false are binary, texts multiclass, numbers a regression. */
  readonly task?: Task;
  /** Default: every column but the label, the weight and the group. */
  readonly features?: readonly string[];
  /** The column with the rows' weights. Default: every row weighs 1. */
  readonly weight?: string;
  /** Ranking: the column that says which rows compete. */
  readonly group?: string;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * Learns from plain rows, without a system file: `fitRows(gbdt({ numLeaves: 63 }), rows, { label: "price" })`. The kinds
 * of the columns are told from their values. `context` may bring threads, a model to go on from and callbacks. Throws
 * `learn.*`, `params.*`.
 */
export function fitRows(
  learner: LearnerSpec,
  rows: readonly Row[],
  { seed = 1, ...options }: RowsOptions & Omit<Partial<FitContext>, "task" | "seed" | "validation">,
): Model {
  const { label, task: asked, features, weight, group, ...context } = options;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const labels = typeof label === "string" ? [label] : label;
  for (const name of labels) if (!columns.includes(name)) throw labelUnknown({ label: name, columns });
  const labelled = rows.filter((row) => labels.every((name) => isThere(row[name])));
  const task = asked ?? (typeof label === "string" ? taskOf(kindOf(label, labelled)) : "multilabel");
  const others = new Set([...labels, weight, group]);
  const names = features ?? columns.filter((name) => !others.has(name));
  const kinds = Object.fromEntries(names.map((name) => [name, kindOf(name, rows)]));
  const training: TrainingSet = {
    features: tableOf(kinds, labelled),
    ...labelsOf(labelled, labels, task),
    ...(weight === undefined ? {} : { weights: Float64Array.from(labelled, (row) => Number(row[weight])) }),
    ...(group === undefined ? {} : { groups: numbered(labelled.map((row) => row[group] ?? null)) }),
  };
  return resolveLearner(learner).fit(training, { ...context, task, seed });
}

function isThere(cell: Cell | undefined): cell is string | number | boolean {
  return cell !== undefined && cell !== null && !Number.isNaN(cell);
}

function kindOf(column: string, rows: readonly Row[]): Exclude<Kind, "time"> {
  const found = new Set(
    rows
      .map((row) => row[column])
      .filter(isThere)
      .map((cell) => typeof cell),
  );
  if (found.size > 1) throw columnMixed({ column, found: [...found].sort() });
  if (found.has("string")) return "text";
  return found.has("boolean") ? "flag" : "number";
}

function taskOf(kind: Kind): Task {
  if (kind === "flag") return "binary";
  return kind === "text" ? "multiclass" : "regression";
}

function labelsOf(rows: readonly Row[], labels: readonly string[], task: Task): Pick<TrainingSet, "label" | "classes"> {
  if (task === "multilabel") {
    const label = Float64Array.from(rows.flatMap((row) => labels.map((name) => Number(row[name]))));
    return { label, classes: labels };
  }
  const cells = rows.map((row) => row[labels[0] as string] as Cell);
  if (task !== "multiclass" && task !== "hierarchical") return { label: Float64Array.from(cells, Number), classes: [] };
  const classes = [...new Set(cells.map(String))].sort();
  const rank = new Map(classes.map((name, i) => [name, i]));
  return { label: Float64Array.from(cells, (cell) => rank.get(String(cell)) ?? Number.NaN), classes };
}

/** Equal cells as equal numbers, in order of first appearance. */
function numbered(cells: readonly Cell[]): Int32Array {
  const seen = new Map<Cell, number>();
  return Int32Array.from(cells, (cell) => {
    const number = seen.get(cell) ?? seen.size;
    seen.set(cell, number);
    return number;
  });
}
