import type { Problem } from "./problem.ts";

/** What one fit said of the rows that it had not seen, beside the truth. */
export interface Judged {
  readonly predicted: Float64Array;
  readonly label: Float64Array;
  readonly outputs: number;
  readonly groups: Int32Array | undefined;
}

/** One number per fit, more is better for some tasks and less for others. */
export interface Quality {
  readonly name: string;
  readonly moreIsBetter: boolean;
  of(judged: Judged): number;
}

/** What a task is judged by. */
export function qualityOf(task: Problem["task"]): Quality {
  if (task === "binary")
    return { name: "ROC-AUC", moreIsBetter: true, of: ({ predicted, label }) => area(predicted, label) };
  if (task === "regression") return { name: "RMSE", moreIsBetter: false, of: rmse };
  if (task === "ranking") return { name: "NDCG@10", moreIsBetter: true, of: ndcg };
  if (task === "multiclass") return { name: "log loss", moreIsBetter: false, of: logLoss };
  return { name: "mean ROC-AUC", moreIsBetter: true, of: meanArea };
}

/** By ranks, ties sharing theirs (Mann and Whitney, 1947). */
function area(scores: Float64Array, label: Float64Array): number {
  const order = Int32Array.from(scores.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let [ranks, yes] = [0, 0];
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && scores[order[end] as number] === scores[order[i] as number]) end++;
    for (let j = i; j < end; j++) {
      if (label[order[j] as number] !== 1) continue;
      ranks += (i + end + 1) / 2;
      yes++;
    }
    i = end;
  }
  return (ranks - (yes * (yes + 1)) / 2) / (yes * (label.length - yes));
}

function rmse({ predicted, label }: Judged): number {
  return Math.sqrt(predicted.reduce((sum, value, i) => sum + (value - (label[i] as number)) ** 2, 0) / label.length);
}

function logLoss({ predicted, label, outputs }: Judged): number {
  let sum = 0;
  label.forEach((truth, row) => {
    sum -= Math.log(Math.max(1e-15, predicted[row * outputs + truth] as number));
  });
  return sum / label.length;
}

function meanArea({ predicted, label, outputs }: Judged): number {
  const column = (from: Float64Array, k: number): Float64Array => from.filter((_, i) => i % outputs === k);
  const areas = Array.from({ length: outputs }, (_, k) => area(column(predicted, k), column(label, k)));
  const known = areas.filter((value) => Number.isFinite(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

const POSITIONS = 10;

/** Lists without a relevant row say nothing and are left out (Järvelin and Kekäläinen, 2002). */
function ndcg({ predicted, label, groups }: Judged): number {
  const lists = new Map<number, number[]>();
  groups?.forEach((group, row) => {
    lists.set(group, [...(lists.get(group) ?? []), row]);
  });
  const gained = (order: readonly number[]): number =>
    order.slice(0, POSITIONS).reduce((sum, row, i) => sum + (2 ** (label[row] as number) - 1) / Math.log2(i + 2), 0);
  const found: number[] = [];
  for (const rows of lists.values()) {
    const ideal = gained(rows.toSorted((a, b) => (label[b] as number) - (label[a] as number)));
    if (ideal === 0) continue;
    found.push(gained(rows.toSorted((a, b) => (predicted[b] as number) - (predicted[a] as number))) / ideal);
  }
  return found.reduce((sum, value) => sum + value, 0) / found.length;
}
