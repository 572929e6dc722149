import { logit } from "../../../model/index.ts";
import { type Loss, meanLabel, meanOver } from "./loss.ts";

/** Log loss of a yes or no; a label between 0 and 1 is a share of yes. */
export const logLoss: Loss = Object.freeze({
  outputs: 1,
  link: "sigmoid",
  base: (data) => [logit(meanLabel(data))],
  mean: (data, scores) => meanOver(data, (row) => logLossAt(scores[row] as number, data.label[row] as number)),
  derive: "logLoss",
} satisfies Loss);

/** ln(1 + e^score) - label · score, without overflow. */
export function logLossAt(score: number, label: number): number {
  return Math.max(0, score) + Math.log1p(Math.exp(-Math.abs(score))) - label * score;
}
