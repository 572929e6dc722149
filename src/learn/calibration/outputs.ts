import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Calibration, calibrateOutputs, type Model, outputsOf, type Task } from "../../model/index.ts";
import { taskUnsupported } from "../errors.ts";
import { fitBeta } from "./calibrate.ts";
import { chooseCalibration } from "./choose.ts";
import { checkHeldOut, type HeldOut, shapeOf } from "./held-out.ts";

const TASKS: readonly Task[] = ["multilabel", "multiclass", "hierarchical"];

/** What {@link fitCalibrations} needs beside the rows. */
export interface OutputsPlan {
  readonly signature: Model["signature"];
  readonly seed: number;
}

/**
 * One map per output of a model with several, from its raw outputs on rows that it had not seen (rows × outputs).
 * Multilabel: each label's map is chosen on its own; a label that never varies keeps its probabilities. One class in
 * several: one beta map for all of them, fitted to every class against the rest at once (rare classes cannot afford
 * their own), and kept where it lowers the log loss of rows that it was not fitted on. Insufficient: `no-rows`.
 * Throws `learn.task-unsupported`, `learn.held-out-invalid`.
 */
export function fitCalibrations(
  held: HeldOut,
  { signature, seed }: OutputsPlan,
): readonly Calibration[] | Insufficient {
  const { task } = signature;
  if (!TASKS.includes(task)) throw taskUnsupported({ learner: "calibration", task, tasks: TASKS });
  const width = outputsOf(signature);
  checkHeldOut(held, shapeOf(signature));
  if (held.scores.length === 0) return insufficient("no-rows", { need: 2, have: 0 });
  if (task !== "multilabel") return sharedMap(held, signature);
  return signature.classes.map((_, k) => {
    const chosen = chooseCalibration(outputOf(held, k, width), seed);
    return isInsufficient(chosen) ? { kind: "none" } : chosen.calibration;
  });
}

/** The same model with these maps. Throws `learn.task-unsupported` unless it has several outputs. */
export function withCalibrations(model: Model, calibrations: readonly Calibration[]): Model {
  const { task } = model.signature;
  if (!TASKS.includes(task)) throw taskUnsupported({ learner: "calibration", task, tasks: TASKS });
  return Object.freeze({ ...model, calibrations });
}

function outputOf({ scores, label, weights }: HeldOut, k: number, width: number): HeldOut {
  const pick = (from: Float64Array): Float64Array =>
    Float64Array.from({ length: from.length / width }, (_, row) => from[row * width + k] as number);
  return { scores: pick(scores), label: pick(label), ...(weights === undefined ? {} : { weights }) };
}

/** Fitted on one half of the rows and judged on the other, both ways. */
function sharedMap(held: HeldOut, signature: Model["signature"]): readonly Calibration[] | Insufficient {
  const width = outputsOf(signature);
  const map = fitBeta(pooled(held, width));
  if (isInsufficient(map)) return map;
  const all = (one: Calibration): readonly Calibration[] => new Array<Calibration>(width).fill(one);
  const drop = [0, 1].map((half) => {
    const fitted = fitBeta(pooled(halfOf(held, half, width), width));
    if (isInsufficient(fitted)) return 0;
    const judged = halfOf(held, 1 - half, width);
    const after = calibrateOutputs(
      { signature, calibration: { kind: "none" }, calibrations: all(fitted) },
      judged.scores.slice(),
    );
    return logLoss(judged, judged.scores) - logLoss(judged, after);
  });
  const helps = (drop[0] as number) > 0 && (drop[1] as number) > 0;
  return all(helps ? map : { kind: "none" });
}

/** Every class against the rest: a row for each. */
function pooled({ scores, label, weights }: HeldOut, width: number): HeldOut {
  const against = scores.map((_, i) => (label[Math.floor(i / width)] === i % width ? 1 : 0));
  const each = scores.map((_, i) => weights?.[Math.floor(i / width)] ?? 1);
  return { scores, label: against, weights: each };
}

function halfOf({ scores, label, weights }: HeldOut, half: number, width: number): HeldOut {
  const isIn = (_: number, row: number): boolean => row % 2 === half;
  return {
    scores: scores.filter((_, i) => Math.floor(i / width) % 2 === half),
    label: label.filter(isIn),
    ...(weights === undefined ? {} : { weights: weights.filter(isIn) }),
  };
}

function logLoss({ label, weights }: HeldOut, scores: Float64Array): number {
  const width = scores.length / label.length;
  return label.reduce((sum, truth, row) => {
    const p = scores[row * width + truth] as number;
    return sum - (weights?.[row] ?? 1) * Math.log(Math.max(1e-9, p));
  }, 0);
}
