import { rowLosses } from "../../evaluate/index.ts";
import { firstRoundsScorer, type Model, roundsOf, scoreModel, type Task, type TreesBody } from "../../model/index.ts";
import type { Curve } from "../../registry/index.ts";
import type { Learning } from "./look.ts";
import type { Sample } from "./sample.ts";
import type { Witness } from "./witness.ts";

/** Points of a curve: each costs a scoring of the rows. */
const POINTS = 14;
/** Parameters that weigh some labels more than others. */
const WEIGHTED = ["scalePosWeight", "isUnbalance", "classWeight", "labelWeights"];

/**
 * How the loss fell while a forest grew, read off its first trees; null for other models, for an order, and where some
 * cases weighed more than others, so that the raw scores are no probabilities.
 */
export function learningOf(
  { learner }: Witness,
  raw: Model,
  rows: { readonly seen: Sample; readonly unseen: Sample },
): Learning | null {
  const isReadable = learner.learner === "gbdt" && !WEIGHTED.some((name) => Object.hasOwn(learner.params, name));
  if (!isReadable || raw.format !== "trees" || raw.signature.task === "ranking") return null;
  const model = raw as Model<TreesBody>;
  const rounds = roundsOf(model.body);
  if (rounds < 2) return null;
  const steps = Array.from({ length: POINTS }, (_, i) => Math.max(1, Math.round(((i + 1) * rounds) / POINTS)));
  const at = [...new Set([1, ...steps])];
  return { seen: curveOn(rows.seen, model, at), unseen: curveOn(rows.unseen, model, at) };
}

function curveOn(rows: Sample, model: Model<TreesBody>, steps: readonly number[]): Curve {
  const { task } = model.signature;
  const shown = (loss: number): number => (task === "regression" ? Math.sqrt(loss) : loss);
  const score = firstRoundsScorer(model, rows.table);
  return steps.map((rounds) => [rounds, shown(meanLoss(task, score(rounds), rows))]);
}

/** The mean loss per row. */
export function lossOf(model: Model, rows: Sample): number {
  return meanLoss(model.signature.task, scoreModel(model, rows.table), rows);
}

function meanLoss(task: Task, scores: Float64Array, { table, labels }: Sample): number {
  if (task === "ranking") return Number.NaN;
  return rowLosses(task, scores, labels).reduce((sum, loss) => sum + loss, 0) / table.rows;
}
