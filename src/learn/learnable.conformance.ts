import { type Row, tableOf } from "../data/index.ts";
import { type Rng, rng } from "../kernel/index.ts";
import type { Task } from "../model/index.ts";
import type { TrainingSet } from "./learner.ts";

const KINDS = { age: "number", load: "number", plan: "text", vip: "flag" } as const;
const PLANS = ["free", "basic", "plus", "pro"];
/** The classes of the multiclass problem. */
export const CLASSES: readonly string[] = ["stay", "leave", "pause"];
/** The leaves of the hierarchical problem. */
export const LEAVES: readonly string[] = ["fashion > hats", "fashion > shoes", "home > beds", "home > lamps"];
/** The labels of the multilabel problem: the second mostly comes with the first, the third is on its own. */
export const LABELS: readonly string[] = ["finance", "markets", "technology"];
/** Rows of a list of the ranking problem, of which none are neighbours. */
const LIST = 8;

/** The names of a task's outputs in {@link learnable}. */
export function classesOf(task: Task): readonly string[] {
  if (task === "multiclass") return CLASSES;
  if (task === "hierarchical") return LEAVES;
  return task === "multilabel" ? LABELS : [];
}

/** A problem with a known answer: numbers, a text, a flag, gaps in all of them, and a label that depends on them. */
export function learnable(task: Task, rows: number, seed: number): TrainingSet {
  const made = Array.from({ length: rows }, (_, unit) => oneRow(task, rng({ seed, unit, purpose: task })));
  const features = tableOf(
    KINDS,
    made.map(({ row }) => row),
  );
  const label = Float64Array.from(made.flatMap((each) => each.label));
  const lists = Math.ceil(rows / LIST);
  const groups = Int32Array.from({ length: rows }, (_, row) => row % lists);
  return { features, label, classes: classesOf(task), ...(task === "ranking" ? { groups } : {}) };
}

function oneRow(task: Task, draw: Rng): { readonly row: Row; readonly label: readonly number[] } {
  const age = Math.round(10 * draw.normal()) / 10;
  const load = Math.round(10 * draw.normal()) / 10;
  const plan = draw.integer(PLANS.length);
  const vip = draw.uniform() < 0.3;
  const gap = draw.uniform();
  const row: Row = {
    age: gap < 0.1 ? null : age,
    load,
    plan: gap > 0.9 ? null : (PLANS[plan] as string),
    vip: gap > 0.45 && gap < 0.5 ? null : vip,
  };
  const signal = 1.5 * age + (plan - 1.5) + (vip ? 1 : 0);
  return { row, label: labelOf(task, { signal, other: 1.5 * load - (vip ? 1 : 0) }, draw) };
}

interface Signals {
  readonly signal: number;
  readonly other: number;
}

function labelOf(task: Task, { signal, other }: Signals, draw: Rng): readonly number[] {
  const happens = (odds: number): number => (draw.uniform() < 1 / (1 + Math.exp(-odds)) ? 1 : 0);
  if (task === "regression") return [signal + draw.normal()];
  if (task === "ranking") return [Math.min(3, Math.max(0, Math.round(signal + draw.normal())))];
  if (task === "binary") return [happens(signal)];
  if (task === "hierarchical") return [2 * happens(signal) + happens(other)];
  if (task === "multiclass") return [draw.uniform() < 0.2 ? 2 : happens(signal)];
  const first = happens(signal);
  return [first, draw.uniform() < 0.8 ? first : 1 - first, happens(other)];
}

/**
 * Mean log loss, mean squared error, or the share of a list's unequal pairs that are in the wrong order (a tie:
 * half).
 */
export function lossOf(task: Task, truth: TrainingSet, predicted: Float64Array): number {
  if (task === "ranking") return shareOfWrongPairs(truth, predicted);
  const { rows } = truth.features;
  const width = predicted.length / rows;
  const perRow = truth.label.length / rows;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const outputs = predicted.subarray(row * width, (row + 1) * width);
    sum += lossOfRow(task, truth.label.subarray(row * perRow, (row + 1) * perRow), outputs);
  }
  return sum / rows;
}

function lossOfRow(task: Task, labels: Float64Array, outputs: Float64Array): number {
  if (task === "regression") return (outputs[0]! - labels[0]!) ** 2;
  if (task === "multiclass" || task === "hierarchical") return -Math.log(outputs[labels[0]!]!);
  return outputs.reduce((sum, p, k) => sum + logLoss(p, labels[k]!), 0) / outputs.length;
}

function logLoss(p: number, label: number): number {
  return -Math.log(label === 1 ? p : 1 - p);
}

function shareOfWrongPairs({ label, groups }: TrainingSet, scores: Float64Array): number {
  let [wrong, pairs] = [0, 0];
  for (let a = 0; a < label.length; a++)
    for (let b = 0; b < label.length; b++) {
      if (groups![a] !== groups![b] || label[a]! <= label[b]!) continue;
      pairs += 1;
      wrong += scores[a]! > scores[b]! ? 0 : scores[a] === scores[b] ? 0.5 : 1;
    }
  return wrong / pairs;
}
