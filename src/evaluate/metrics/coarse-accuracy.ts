import { insufficient } from "../../kernel/index.ts";
import { defineMetric, type Metric } from "./metric.ts";
import type { Predictions } from "./predictions.ts";
import { shareOfRows } from "./share.ts";

const SEPARATOR = " > ";

/** The first part of every path, as a number from 0. */
function branchesOf(names: readonly string[]): Int32Array {
  const found = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    const branch = name.split(SEPARATOR)[0] as string;
    const number = found.get(branch) ?? found.size;
    found.set(branch, number);
    return number;
  });
}

/** The likeliest branch: its leaves' probabilities add up. */
function likeliestBranch({ scores, classes = 1 }: Predictions, branches: Int32Array, row: number): number {
  const sums = new Map<number, number>();
  branches.forEach((branch, c) => {
    sums.set(branch, (sums.get(branch) ?? 0) + (scores[row * classes + c] as number));
  });
  return [...sums].reduce((best, next) => (next[1] > best[1] ? next : best), [-1, -1])[0];
}

/** The share of rows whose likeliest branch of the hierarchy, such as the department, is the true one. */
export const coarseAccuracy: Metric = defineMetric({
  name: "coarse-accuracy",
  family: "model",
  direction: "increase",
  unit: "share",
  doc: "Share of rows whose most probable first level is the true one, whatever is below it.",
  reference: "Silla and Freitas. A survey of hierarchical classification. DMKD 22, 2011",
  tasks: ["hierarchical"],
  place: 4,
  pitfalls: "A right parent may still be a useless answer.",
  aliases: ["parent accuracy", "hierarchical accuracy"],
  compute(predictions, options) {
    const { names, labels } = predictions;
    if (names === undefined) return insufficient("no-class-names");
    const branches = branchesOf(names);
    const sum = (row: number): number =>
      likeliestBranch(predictions, branches, row) === branches[labels[row] as number] ? 1 : 0;
    return shareOfRows(predictions, { sum }, options);
  },
});
