import { logit } from "../../../model/index.ts";
import { exp } from "../reference/exp.ts";
import { logLossAt } from "./log-loss.ts";
import { type Labelled, type Loss, meanOver } from "./loss.ts";
import { shares } from "./softmax.ts";

const MIN_HESSIAN = 1e-16;

/** Which of the outputs' answers is true of a row, and how much each output counts. */
interface Several {
  readonly outputs: number;
  readonly link: "oneVsAll" | "sigmoid";
  readonly truth: (data: Labelled, row: number, output: number) => number;
  readonly base: (data: Labelled) => readonly number[];
  /** How much an output's loss counts: the loss is their weighted sum. */
  readonly importance: readonly number[];
}

/** A log loss per output. */
function several({ outputs, link, truth, base, importance }: Several): Loss {
  return {
    outputs,
    link,
    base,
    mean: (data, scores) =>
      meanOver(data, (row) => {
        let sum = 0;
        for (let k = 0; k < outputs; k++)
          sum += (importance[k] as number) * logLossAt(scores[k * data.rows + row] as number, truth(data, row, k));
        return sum;
      }),
    derive(data, { scores, pairs }) {
      for (let k = 0; k < outputs; k++) {
        for (let row = 0; row < data.rows; row++) {
          const at = k * data.rows + row;
          const weight = (data.weights[row] as number) * (importance[k] as number);
          const p = 1 / (1 + exp(-(scores[at] as number)));
          pairs[at * 2] = weight * (p - truth(data, row, k));
          pairs[at * 2 + 1] = weight * Math.max(MIN_HESSIAN, p * (1 - p));
        }
      }
    },
  };
}

/** Each class against the rest; the shares are made to sum to 1 by the link. */
export function oneVsAllLoss(classes: number): Loss {
  return several({
    outputs: classes,
    link: "oneVsAll",
    truth: ({ label }, row, k) => (label[row] === k ? 1 : 0),
    base: (data) => shares(data, classes).map(logit),
    importance: new Array<number>(classes).fill(1),
  });
}

/** Several yes-or-no labels of one row, each as important as said. */
export function multilabelLoss(importance: readonly number[]): Loss {
  const labels = importance.length;
  return several({
    outputs: labels,
    link: "sigmoid",
    truth: ({ label }, row, k) => label[row * labels + k] as number,
    base: (data) => importance.map((_, k) => logit(meanOver(data, (row) => data.label[row * labels + k] as number))),
    importance,
  });
}
