import { competitor, valued } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { commonLoss, type Goal } from "../../learn/index.ts";
import { stakesOf } from "../../objective/index.ts";
import {
  type ClusterTotals,
  clusteredPoint,
  clusterTotals,
  type Estimated,
  intervalOf,
  logInterval,
  mapEstimate,
  pairedPoint,
} from "../../stats/index.ts";
import type { HeadTask, SystemDefinition } from "../../system/index.ts";
import { type Dataset, pricedOutcome } from "../dataset/dataset.ts";
import { type HeadLabel, isLabelled } from "../dataset/head-label.ts";
import { capacityOf, judgedOf, pricedTruth, thresholdOf } from "../judge/candidate.ts";
import { objectiveUnfit } from "./errors.ts";
import { listLosses } from "./list-losses.ts";
import type { Unseen } from "./unseen.ts";

/** What a search makes small, or, of money and NDCG, large. `blend`: the weighted loss that a common score is learned by. */
export type SearchObjective = "log-loss" | "rmse" | "ndcg-10" | "blend" | "money";

/** The objectives that fit a head, the default first. */
export function objectivesFor(system: SystemDefinition, head: string): readonly SearchObjective[] {
  const found = system.heads[head];
  if (found === undefined) return [];
  const isActedOn = system.objective.stated && system.policy.policy === "act-if";
  const isPriced = isActedOn && found.task === "binary" && found.label === pricedOutcome(system);
  return [...(BY_TASK[found.task] ?? []), ...(isPriced ? (["money"] as const) : [])];
}

const BY_TASK: Partial<Record<HeadTask, readonly SearchObjective[]>> = {
  binary: ["log-loss"],
  multiclass: ["log-loss"],
  hierarchical: ["log-loss"],
  multilabel: ["log-loss"],
  regression: ["rmse"],
  ranking: ["ndcg-10"],
  blend: ["blend"],
};

/** The objective that was asked for, or the head's default. Throws `train.search-objective-unfit`. */
export function settleObjective(system: SystemDefinition, head: string, asked: string | undefined): SearchObjective {
  const allowed = objectivesFor(system, head);
  const found = asked === undefined ? allowed[0] : allowed.find((one) => one === asked);
  if (found !== undefined) return found;
  throw objectiveUnfit({ objective: asked ?? "none", head, task: system.heads[head]?.task ?? "", allowed });
}

const RECORDED_LOSS: Partial<Record<HeadTask, string>> = {
  multiclass: "multiclassLogLoss",
  hierarchical: "multiclassLogLoss",
  multilabel: "multilabelLogLoss",
};

const RECORDED_NAME: Partial<Record<SearchObjective, string>> = { "ndcg-10": "ndcg10", blend: "blendLoss" };

/** A search's metric in its records, `risk.logLoss`: trainings record the same quantity by the same name. */
export function recordedMetric(
  { heads }: SystemDefinition,
  { head, objective }: { readonly head: string; readonly objective: SearchObjective },
): string {
  const task = heads[head]?.task ?? "binary";
  return `${head}.${objective === "log-loss" ? (RECORDED_LOSS[task] ?? "logLoss") : (RECORDED_NAME[objective] ?? objective)}`;
}

export interface Scoring {
  readonly objective: SearchObjective;
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  /** What the head learns, on every row of the dataset. */
  readonly label: HeadLabel;
  /** Of a common score. */
  readonly goals?: readonly Goal[];
}

/** What is to be small on each row, and which rows count: those with a label; of a ranking the first of each list. */
export function scoredRows(scoring: Scoring, unseen: Unseen): Pick<RowLosses, "losses" | "counts"> {
  const { objective, dataset, label, goals } = scoring;
  const { rows, scores } = unseen;
  if (objective === "ndcg-10") {
    const relevance = Float64Array.from(rows, (row) => label.values[row] as number);
    return listLosses({ relevance, scores, lists: rows.map((row) => dataset.lists?.[row] ?? 0) });
  }
  const counts = Float64Array.from(rows, (row) => (isLabelled(label, row) ? 1 : 0));
  if (objective === "blend") return { losses: blendLosses(label, goals ?? [], unseen), counts };
  return { losses: rowLosses(scoring, unseen), counts };
}

/** On the scale of all labelled rows, whichever of them are judged. */
function blendLosses(label: HeadLabel, goals: readonly Goal[], { rows, scores }: Unseen): Float64Array {
  const { values, perRow } = label;
  const outcomesOf = (row: number): Float64Array => values.subarray(row * perRow, (row + 1) * perRow);
  const known = [...new Int32Array(values.length / perRow).keys()].filter((row) => isLabelled(label, row));
  const all = new Float64Array(known.length * perRow);
  known.forEach((row, i) => {
    all.set(outcomesOf(row), i * perRow);
  });
  const loss = commonLoss({ rows: known.length, label: all, weights: new Float64Array(known.length).fill(1) }, goals);
  return Float64Array.from(rows, (row, i) => (isLabelled(label, row) ? loss(scores[i] as number, outcomesOf(row)) : 0));
}

/** Row by row, what is to be small: surprise, squared error, or money lost. Rows without a label count nothing. */
export function rowLosses({ objective, system, dataset, label }: Scoring, unseen: Unseen): Float64Array {
  if (objective === "money") return moneyLost(system, dataset, unseen);
  const { rows, scores, outputs } = unseen;
  const { values, perRow } = label;
  return Float64Array.from(rows, (row, i) => {
    if (!isLabelled(label, row)) return 0;
    const truths = values.subarray(row * perRow, (row + 1) * perRow);
    const said = scores.subarray(i * outputs, (i + 1) * outputs);
    return objective === "rmse" ? ((said[0] as number) - (truths[0] as number)) ** 2 : surpriseOf(truths, said);
  });
}

/** One class out of several, or a yes or no for each output. */
function surpriseOf(truths: Float64Array, said: Float64Array): number {
  if (truths.length < said.length) return surprise(said[truths[0] as number]);
  const each = truths.map((yes, place) => surprise(yes === 1 ? said[place] : 1 - (said[place] as number)));
  return sum(each) / truths.length;
}

/** A probability of 0 for what happened would outweigh everything else. */
const LEAST = 1e-15;

function surprise(probability: number | undefined): number {
  return -Math.log(Math.max(LEAST, probability ?? 0));
}

function moneyLost(system: SystemDefinition, dataset: Dataset, { rows, scores }: Unseen): Float64Array {
  const stakes = stakesOf(system.objective);
  const judged = judgedOf(dataset, pricedTruth(dataset, pricedOutcome(system)), rows);
  const entry = { name: "head", score: scores, threshold: thresholdOf(system, stakes) };
  return valued(judged, stakes, competitor(judged, entry, { capacity: capacityOf(system) })).money.map((won) => -won);
}

/** Losses of the same rows, and whose rows they are. */
export interface RowLosses {
  readonly losses: Float64Array;
  /** 1 where the row counts. */
  readonly counts: Float64Array;
  readonly entity: Int32Array;
}

/** One number to be small, on the objective's own scale; NaN when no row counts. */
export function lossOf(objective: SearchObjective, { losses, counts }: Omit<RowLosses, "entity">): number {
  const mean = sum(losses) / sum(counts);
  return objective === "rmse" ? Math.sqrt(mean) : mean;
}

/** The number as people know it: money earned, not lost; NDCG, and not what it lacks. */
export function shownLoss(objective: SearchObjective, loss: number): number {
  if (objective === "ndcg-10") return 1 - loss;
  return objective === "money" ? -loss : loss;
}

/** The objective with its interval; the rows of one entity count as one observation. */
export function scoreWithInterval(objective: SearchObjective, rows: RowLosses): Estimated {
  const point = clusteredPoint(totals(rows));
  const found = objective === "rmse" ? logInterval(point) : intervalOf(point);
  if (isInsufficient(found)) return found;
  return mapEstimate(found, objective === "rmse" ? Math.sqrt : (loss) => shownLoss(objective, loss));
}

/**
 * How much better one is than another on the same rows, above 0 for better, with a paired interval. For the root of a mean
 * by the delta method: a squared error counts as itself over twice the root.
 */
export function gainOver(objective: SearchObjective, mine: RowLosses, theirs: RowLosses): Estimated {
  if (objective !== "rmse") return intervalOf(pairedPoint(totals(theirs), totals(mine)));
  const [own, other] = [lossOf(objective, mine), lossOf(objective, theirs)];
  const point = pairedPoint(totals(theirs, 2 * other), totals(mine, 2 * own));
  return intervalOf(isInsufficient(point) ? point : { ...point, value: other - own });
}

function totals({ losses, counts, entity }: RowLosses, scale = 1): ClusterTotals {
  return clusterTotals({ sums: losses.map((loss) => loss / scale), sizes: counts, clusters: entity });
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
