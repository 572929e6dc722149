import type { Derivation } from "../engine.ts";
import { decay } from "./decay.ts";
import { exp } from "./exp.ts";

const { fround } = Math;

/** Smallest hessian: keeps the step of a row that is already certain finite. */
const MIN_HESSIAN = 1e-16;

/** Writes the gradient and hessian of every row and output, times the row's weight, in single precision. */
export function derive(derivation: Derivation): void {
  ({ logLoss, squared, softmax })[derivation.loss](derivation);
}

/**
 * In single precision throughout, as its pairs are. What is small is found as such, never as 1 less what is nearly 1: so a
 * row that is all but certain keeps a gradient of full precision.
 */
function logLoss({ scores, label, weights, pairs }: Derivation): void {
  for (let row = 0; row < label.length; row++) {
    const score = fround(scores[row] as number);
    const truth = fround(label[row] as number);
    const weight = fround(weights[row] ?? 1);
    const e = decay(Math.abs(score));
    const larger = fround(1 / fround(1 + e));
    const smaller = fround(e * larger);
    const [yes, no] = score >= 0 ? [larger, smaller] : [smaller, larger];
    pairs[row * 2] = weight * (truth === 1 ? -no : fround(yes - truth));
    pairs[row * 2 + 1] = weight * Math.max(fround(MIN_HESSIAN), fround(larger * smaller));
  }
}

/** Half the squared error. */
function squared({ scores, label, weights, pairs }: Derivation): void {
  for (let row = 0; row < label.length; row++) {
    const weight = weights[row] ?? 1;
    pairs[row * 2] = weight * ((scores[row] as number) - (label[row] as number));
    pairs[row * 2 + 1] = weight;
  }
}

/** The hessian carries K / (K - 1): Friedman, 2001, section 4.6. */
function softmax({ scores, label, weights, pairs, outputs }: Derivation): void {
  const rows = label.length;
  const factor = outputs / (outputs - 1);
  for (let row = 0; row < rows; row++) {
    let largest = -Infinity;
    for (let k = 0; k < outputs; k++) largest = Math.max(largest, scores[k * rows + row] as number);
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += exp((scores[k * rows + row] as number) - largest);
    const weight = weights[row] ?? 1;
    for (let k = 0; k < outputs; k++) {
      const at = (k * rows + row) * 2;
      const p = exp((scores[k * rows + row] as number) - largest) / sum;
      pairs[at] = weight * (p - (label[row] === k ? 1 : 0));
      pairs[at + 1] = weight * Math.max(MIN_HESSIAN, factor * p * (1 - p));
    }
  }
}
