import { logit, sigmoid, softmax } from "../../model/index.ts";
import type { Prepared } from "../training.ts";

/** What boosting lowers. Scores are rows × outputs, row by row; all sums are weighted. */
export interface Loss {
  readonly outputs: number;
  /** The best constant scores. */
  base(data: Prepared): readonly number[];
  /** Writes gradient and hessian of every row, side by side, output after output. */
  derive(data: Prepared, scores: Float64Array, pairs: Float32Array): void;
  /** The mean loss per unit of weight. */
  mean(data: Prepared, scores: Float64Array): number;
}

/** The loss of a task: log loss, softmax log loss, half the squared error. */
export function lossOf(data: Prepared): Loss {
  if (data.task === "binary") return logLoss;
  return data.task === "regression" ? squaredLoss : softmaxLoss(data.classes.length);
}

/** Smallest hessian: keeps the step of a row that is already certain finite. */
const MIN_HESSIAN = 1e-16;

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    sum += (values[row] as number) * (weights[row] as number);
    total += weights[row] as number;
  }
  return sum / total;
}

/** The weighted mean over rows of a loss per row. */
function meanOver({ rows, weights }: Prepared, lossAt: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    sum += (weights[row] as number) * lossAt(row);
    total += weights[row] as number;
  }
  return sum / total;
}

const logLoss: Loss = {
  outputs: 1,
  base: ({ label, weights }) => [logit(weightedMean(label, weights))],
  derive({ rows, label, weights }, scores, pairs) {
    for (let row = 0; row < rows; row++) {
      const p = sigmoid(scores[row] as number);
      const weight = weights[row] as number;
      pairs[row * 2] = weight * (p - (label[row] as number));
      pairs[row * 2 + 1] = weight * Math.max(MIN_HESSIAN, p * (1 - p));
    }
  },
  mean(data, scores) {
    return meanOver(data, (row) => {
      const score = scores[row] as number;
      const toward = data.label[row] === 1 ? -score : score;
      return Math.max(0, toward) + Math.log1p(Math.exp(-Math.abs(toward)));
    });
  },
};

const squaredLoss: Loss = {
  outputs: 1,
  base: ({ label, weights }) => [weightedMean(label, weights)],
  derive({ rows, label, weights }, scores, pairs) {
    for (let row = 0; row < rows; row++) {
      const weight = weights[row] as number;
      pairs[row * 2] = weight * ((scores[row] as number) - (label[row] as number));
      pairs[row * 2 + 1] = weight;
    }
  },
  mean: (data, scores) => meanOver(data, (row) => ((scores[row] as number) - (data.label[row] as number)) ** 2 / 2),
};

/** One tree per class and round. The hessian carries K / (K - 1): Friedman, 2001, section 4.6. */
function softmaxLoss(classes: number): Loss {
  const factor = classes / (classes - 1);
  const shares = new Float64Array(classes);
  const sharesAt = (scores: Float64Array, row: number): Float64Array => {
    for (let k = 0; k < classes; k++) shares[k] = scores[row * classes + k] as number;
    softmax(shares);
    return shares;
  };
  return {
    outputs: classes,
    base: ({ label, weights }) =>
      Array.from({ length: classes }, (_, k) =>
        Math.log(
          Math.max(
            1e-15,
            weightedMean(
              label.map((value) => (value === k ? 1 : 0)),
              weights,
            ),
          ),
        ),
      ),
    derive({ rows, label, weights }, scores, pairs) {
      for (let row = 0; row < rows; row++) {
        const p = sharesAt(scores, row);
        const weight = weights[row] as number;
        for (let k = 0; k < classes; k++) {
          const share = p[k] as number;
          const at = (k * rows + row) * 2;
          pairs[at] = weight * (share - (label[row] === k ? 1 : 0));
          pairs[at + 1] = weight * Math.max(MIN_HESSIAN, factor * share * (1 - share));
        }
      }
    },
    mean: (data, scores) =>
      meanOver(data, (row) => -Math.log(Math.max(1e-15, sharesAt(scores, row)[data.label[row] as number] as number))),
  };
}
