import { exp, log } from "../kernel/index.ts";
import type { Signature } from "./model.ts";
import { outputsOf } from "./signature.ts";

/** 1 / (1 + e^-x), without overflow at either end. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** ln(p / (1 - p)), with p kept `1e-15` away from 0 and 1. */
export function logit(p: number): number {
  const kept = Math.min(1 - 1e-15, Math.max(1e-15, p));
  return log(kept / (1 - kept));
}

/**
 * Turns additive scores (rows × outputs, row by row) into a task's outputs, in place: a sigmoid each (binary,
 * multilabel), softmax (multiclass, hierarchical) or nothing (regression, ranking).
 */
export function applyLink(signature: Signature, scores: Float64Array): Float64Array {
  const { task } = signature;
  if (task === "regression" || task === "ranking") return scores;
  if (task === "binary" || task === "multilabel") {
    for (let i = 0; i < scores.length; i++) scores[i] = sigmoid(scores[i] as number);
    return scores;
  }
  const width = outputsOf(signature);
  for (let start = 0; start < scores.length; start += width) softmax(scores.subarray(start, start + width));
  return scores;
}

/** Softmax in place, shifted by the largest score so that nothing overflows. */
export function softmax(scores: Float64Array): void {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const e = exp((scores[k] as number) - largest);
    scores[k] = e;
    sum += e;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / sum;
}
