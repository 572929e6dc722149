import { type Cell, type Kind, type Row, tableOf } from "../data/index.ts";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Model, Task } from "../model/index.ts";
import type { FitContext, TrainingSet } from "./learner.ts";
import { type LearnerSpec, resolveLearner } from "./resolve.ts";
import { checkRows, type RowsOptions } from "./rows-options.ts";
import { setAside } from "./set-aside.ts";

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

/**
 * Learns from plain rows, without a system file: `fitRows(gbdt({ numLeaves: 63 }), rows, { label: "price" })`. The kinds
 * of the columns are told from their values. `context` may bring threads, a model to go on from and callbacks. Throws
 * `learn.*`, `params.*`.
 */
export function fitRows(
  learner: LearnerSpec,
  rows: readonly Row[],
  options: RowsOptions & Omit<Partial<FitContext>, "task" | "seed" | "validation">,
): Model {
  const resolved = resolveLearner(learner);
  const columns = checkRows(resolved, rows, options);
  const { label, task: asked, features, weight, group, validation, seed = 1, ...context } = options;
  const labels = typeof label === "string" ? [label] : label;
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
  const sets = setAside(resolved, training, { task, seed, share: validation, spec: learner });
  return resolved.fit(sets.training, { ...context, ...sets.watched, task, seed });
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
