import type { HierarchyNode } from "../../../model/index.ts";
import type { ResolvedLearner } from "../../composed-learner.ts";
import type { FitContext, TrainingSet } from "../../learner.ts";
import { takeTraining } from "../../training.ts";
import type { Fork } from "./class-tree.ts";
import { rowsWhere } from "./columns.ts";
import { partContext } from "./context.ts";

/** One fork of a hierarchy and the rows that it learns from. */
export interface ForkWork {
  readonly set: TrainingSet;
  readonly minRows: number;
  readonly place: {
    readonly fork: Fork;
    readonly number: number;
    /** The rows that pass it. */
    readonly rows: Int32Array;
    /** Class → position of its child; a class that does not pass has none. */
    readonly positions: ReadonlyMap<number, number>;
  };
}

/** Shares for every child, and a model for those that occur where there are rows enough. */
export function fitFork(base: ResolvedLearner, { set, place, minRows }: ForkWork, context: FitContext): HierarchyNode {
  const { fork, number, rows, positions } = place;
  const { children } = fork;
  const weights = weightsOf(set, place);
  const modelled = weights.flatMap((weight, position) => (weight > 0 ? [position] : []));
  const node = { children, shares: smoothed(weights) };
  if (rows.length < minRows || modelled.length < 2) return { ...node, model: undefined, modelled: [] };
  const relabel = asTask(modelled, positions, base.tasks.includes("binary"));
  const validation = context.validation && passing(context.validation, relabel);
  const own = relabel.apply(takeTraining(set, rows, "hierarchical"));
  const name = `fork ${number}`;
  const model = base.fit(own, partContext(context, { name, task: relabel.task, validation }));
  return { ...node, model, modelled };
}

function weightsOf({ label, weights }: TrainingSet, { fork, rows, positions }: ForkWork["place"]): readonly number[] {
  const sums = fork.children.map(() => 0);
  for (const row of rows) {
    const position = positions.get(label[row] as number) as number;
    sums[position] = (sums[position] as number) + (weights?.[row] ?? 1);
  }
  return sums;
}

/** Half a row added to each (Krichevsky and Trofimov, 1981): a child that never occurred is unlikely, not impossible. */
function smoothed(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight + 0.5, 0);
  return weights.map((weight) => (weight + 0.5) / total);
}

interface Relabel {
  readonly task: "binary" | "multiclass";
  /** Class → what the fork's model calls it. */
  readonly target: ReadonlyMap<number, number>;
  apply(set: TrainingSet): TrainingSet;
}

/** Two children are a binary task where the base does those: one output instead of two. */
function asTask(modelled: readonly number[], positions: ReadonlyMap<number, number>, binary: boolean): Relabel {
  const output = new Map(modelled.map((position, k) => [position, k]));
  const target = new Map<number, number>();
  for (const [leaf, position] of positions) {
    const k = output.get(position);
    if (k !== undefined) target.set(leaf, k);
  }
  const task = binary && modelled.length === 2 ? "binary" : "multiclass";
  const classes = task === "binary" ? [] : modelled.map(String);
  const apply = (set: TrainingSet): TrainingSet => ({
    ...set,
    label: set.label.map((leaf) => target.get(leaf) as number),
    classes,
  });
  return { task, target, apply };
}

/** The unseen rows that pass the fork, if any. */
function passing(set: TrainingSet, { target, apply }: Relabel): TrainingSet | undefined {
  const rows = rowsWhere(set.features.rows, (row) => target.has(set.label[row] as number));
  return rows.length === 0 ? undefined : apply(takeTraining(set, rows, "hierarchical"));
}
