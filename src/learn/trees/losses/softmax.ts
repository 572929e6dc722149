import { type Labelled, type Loss, meanOver } from "./loss.ts";

/** Log loss of one class out of several; one tree per class and round. */
export function softmaxLoss(classes: number): Loss {
  return {
    outputs: classes,
    link: "softmax",
    base: (data) => shares(data, classes).map((share) => Math.log(Math.max(1e-15, share))),
    mean: (data, scores) => meanOver(data, (row) => lossAt(data, scores, row)),
    derive: "softmax",
  };
}

/** The weighted share of each class. */
export function shares({ rows, label, weights }: Labelled, classes: number): number[] {
  const sums = new Array<number>(classes).fill(0);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] as number;
    const at = label[row] as number;
    sums[at] = (sums[at] as number) + weight;
    total += weight;
  }
  return sums.map((sum) => sum / total);
}

function lossAt({ rows, label }: Labelled, scores: Float64Array, row: number): number {
  let largest = -Infinity;
  for (let at = row; at < scores.length; at += rows) largest = Math.max(largest, scores[at] as number);
  let sum = 0;
  for (let at = row; at < scores.length; at += rows) sum += Math.exp((scores[at] as number) - largest);
  return largest + Math.log(sum) - (scores[(label[row] as number) * rows + row] as number);
}
