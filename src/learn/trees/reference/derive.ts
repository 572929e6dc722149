import type { Derivation } from "../engine.ts";
import { exp } from "./exp.ts";

/** Smallest hessian: keeps the step of a row that is already certain finite. */
const MIN_HESSIAN = 1e-16;

/** Writes the gradient and hessian of every row and output, times the row's weight, in single precision. */
export function derive(derivation: Derivation): void {
  ({ logLoss, squared, softmax })[derivation.loss](derivation);
}

function logLoss({ scores, label, weights, pairs }: Derivation): void {
  for (let row = 0; row < label.length; row++) {
    const weight = weights[row] ?? 1;
    const p = 1 / (1 + exp(-(scores[row] as number)));
    pairs[row * 2] = weight * (p - (label[row] as number));
    pairs[row * 2 + 1] = weight * Math.max(MIN_HESSIAN, p * (1 - p));
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
