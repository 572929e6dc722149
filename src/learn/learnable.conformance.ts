import { type Row, tableOf } from "../data/index.ts";
import { rng } from "../kernel/index.ts";
import type { Task } from "../model/index.ts";
import type { TrainingSet } from "./learner.ts";

const KINDS = { age: "number", load: "number", plan: "text", vip: "flag" } as const;
const PLANS = ["free", "basic", "plus", "pro"];
/** The classes of the multiclass problem. */
export const CLASSES: readonly string[] = ["stay", "leave", "pause"];

/** A problem with a known answer: numbers, a text, a flag, gaps in all of them, and a label that depends on them. */
export function learnable(task: Task, rows: number, seed: number): TrainingSet {
  const made = Array.from({ length: rows }, (_, unit) => oneRow(task, rng({ seed, unit, purpose: task })));
  const features = tableOf(
    KINDS,
    made.map(({ row }) => row),
  );
  const label = Float64Array.from(made, (each) => each.label);
  return { features, label, classes: task === "multiclass" ? CLASSES : [] };
}

function oneRow(task: Task, draw: ReturnType<typeof rng>): { readonly row: Row; readonly label: number } {
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
  return { row, label: labelOf(task, signal, draw) };
}

function labelOf(task: Task, signal: number, draw: ReturnType<typeof rng>): number {
  if (task === "regression") return signal + draw.normal();
  const p = 1 / (1 + Math.exp(-signal));
  if (task === "binary") return draw.uniform() < p ? 1 : 0;
  if (draw.uniform() < 0.2) return 2;
  return draw.uniform() < p ? 1 : 0;
}

/** Mean log loss, or mean squared error, of predictions. */
export function lossOf(task: Task, truth: TrainingSet, predicted: Float64Array): number {
  const { rows } = truth.features;
  const width = predicted.length / rows;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const label = truth.label[row]!;
    const first = predicted[row * width]!;
    if (task === "regression") sum += (first - label) ** 2;
    else if (task === "binary") sum -= Math.log(label === 1 ? first : 1 - first);
    else sum -= Math.log(predicted[row * width + label]!);
  }
  return sum / rows;
}
