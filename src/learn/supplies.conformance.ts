import type { Column } from "../data/index.ts";
import { hashBytes, isAlidadeError } from "../kernel/index.ts";
import { encodeModel, type Model, type Task } from "../model/index.ts";
import type { TrainingSet } from "./learner.ts";
import { takeTraining } from "./training.ts";

// What the conformance suite of learners works with.

/**
 * Weights 0 to 3, and the set in which each row is there so many times: of a ranking whole lists, each copy a list of
 * its own.
 */
export function repeatedly(
  set: TrainingSet,
  task: Task,
): { readonly weights: Float64Array; readonly repeated: TrainingSet } {
  const unitOf = (row: number): number => (task === "ranking" ? set.groups![row]! : row);
  const weights = Float64Array.from({ length: set.features.rows }, (_, row) => (unitOf(row) * 7) % 4);
  const copies = [...weights.keys()].flatMap((row) =>
    Array.from({ length: weights[row]! }, (_, copy) => ({ row, copy })),
  );
  const taken = takeTraining(
    set,
    Int32Array.from(copies, ({ row }) => row),
    task,
  );
  if (task !== "ranking") return { weights, repeated: taken };
  return {
    weights,
    repeated: { ...taken, groups: Int32Array.from(copies, ({ row, copy }) => 4 * unitOf(row) + copy) },
  };
}

/** Made on first use, so that one learner's failure is its own. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Three rows, among them two that differ where the task needs it: a list's grades, a label, a class. */
export function unlike({ label, groups, features }: TrainingSet, task: Task): Int32Array {
  const width = label.length / features.rows;
  const isOther = (row: number): boolean =>
    label[row * width] !== label[0] && (task !== "ranking" || groups![row] === groups![0]);
  const other = Array.from({ length: features.rows }, (_, row) => row).find(isOther)!;
  return Int32Array.of(0, other, 0);
}

/** Stands for a model's bytes, and is quicker to compare. */
export function digestOf(model: Model): string {
  return hashBytes(encodeModel(model));
}

export function codeOf(run: () => unknown): string {
  try {
    run();
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}

/** A column of one number throughout, of the 600 training rows. */
export function numbersAs(kind: "number" | "flag" | "time", value: number): Column {
  return { name: `all ${value}`, kind, values: new Float64Array(600).fill(value) };
}

/** A text that is always missing. */
export function silent(rows: number): Column {
  return { name: "silent", kind: "text", codes: new Int32Array(rows).fill(-1), levels: [] };
}

export function renumbered({ features }: TrainingSet): TrainingSet["features"] {
  const columns = features.columns.map((column) => {
    if (column.kind !== "text") return column;
    const last = column.levels.length - 1;
    const codes = column.codes.map((code) => (code < 0 ? -1 : last - code));
    return { ...column, codes, levels: column.levels.toReversed() };
  });
  return { rows: features.rows, columns };
}
