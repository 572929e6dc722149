import type { Labelled, Loss } from "./loss.ts";
import { meanOver } from "./loss.ts";

/** What early stopping may watch instead of the loss. */
export const METRICS = ["auto", "auc", "error", "rmse", "l1", "ndcg"] as const;
export type MetricName = (typeof METRICS)[number];

/** A number that falls as a model gets better. */
export type Measure = (data: Labelled, scores: Float64Array) => number;

/** The measure of a name: 1 - AUC, the share of wrong answers, or an error in the label's own unit. */
export function measureOf(name: MetricName, loss: Loss): Measure {
  const predicted = predictedBy(loss);
  const off = ({ label }: Labelled, scores: Float64Array, row: number): number =>
    predicted(scores[row] as number) - (label[row] as number);
  switch (name) {
    case "auc":
      return (data, scores) => 1 - areaUnderRoc(data, scores);
    case "error":
      return (data, scores) => meanOver(data, (row) => (isRight(data, scores, row) ? 0 : 1));
    case "rmse":
      return (data, scores) => Math.sqrt(meanOver(data, (row) => off(data, scores, row) ** 2));
    case "l1":
      return (data, scores) => meanOver(data, (row) => Math.abs(off(data, scores, row)));
    default:
      return (data, scores) => loss.mean(data, scores);
  }
}

function predictedBy({ link }: Loss): (score: number) => number {
  return link === "exp" ? Math.exp : (score) => score;
}

/** One score: its sign says yes or no. Several: the largest names the class. */
function isRight({ rows, label }: Labelled, scores: Float64Array, row: number): boolean {
  const truth = label[row] as number;
  if (scores.length === rows) return (scores[row] as number) > 0 === truth > 0.5;
  const own = scores[truth * rows + row] as number;
  for (let at = row; at < scores.length; at += rows) if ((scores[at] as number) > own) return false;
  return true;
}

/** The chance that a yes scores above a no, ties counting half. */
function areaUnderRoc({ label, weights, rows }: Labelled, scores: Float64Array): number {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  order.sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let [below, area, yes] = [0, 0, 0];
  for (let i = 0; i < rows; ) {
    const score = scores[order[i] as number];
    let [yesHere, noHere] = [0, 0];
    for (; i < rows && scores[order[i] as number] === score; i++) {
      const row = order[i] as number;
      yesHere += (weights[row] as number) * (label[row] as number);
      noHere += (weights[row] as number) * (1 - (label[row] as number));
    }
    area += yesHere * (below + noHere / 2);
    below += noHere;
    yes += yesHere;
  }
  return area / (yes * below);
}
