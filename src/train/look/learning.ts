import { rowLosses } from "../../evaluate/index.ts";
import { type Model, scoreModel, type TreesBody } from "../../model/index.ts";
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
  const shown = (loss: number): number => (model.signature.task === "regression" ? Math.sqrt(loss) : loss);
  return steps.map((rounds) => [rounds, shown(lossOf(firstRounds(model, rounds), rows))]);
}

/** The mean loss per row. */
export function lossOf(model: Model, { table, labels }: Sample): number {
  const { task } = model.signature;
  if (task === "ranking") return Number.NaN;
  return rowLosses(task, scoreModel(model, table), labels).reduce((sum, loss) => sum + loss, 0) / table.rows;
}

/** Trees that are grown in one round: one for each output, or one for all. */
function treesPerRound({ base, vectors }: TreesBody): number {
  return vectors.length > 0 ? 1 : base.length;
}

/** How many rounds a forest has. */
export function roundsOf(body: TreesBody): number {
  return Math.floor(body.roots.length / treesPerRound(body));
}

/** The model as it was after so many rounds. Averaged trees are averaged over these alone. */
function firstRounds(model: Model<TreesBody>, rounds: number): Model<TreesBody> {
  const { body } = model;
  const trees = rounds * treesPerRound(body);
  const nodes = body.roots[trees] ?? body.slot.length;
  const grown = {
    ...body,
    scale: body.scale === 1 ? 1 : (body.scale * roundsOf(body)) / rounds,
    roots: body.roots.slice(0, trees),
    slot: body.slot.slice(0, nodes),
    value: body.value.slice(0, nodes),
    right: body.right.slice(0, nodes),
    missing: body.missing.slice(0, nodes),
    gain: body.gain.slice(0, nodes),
    cover: body.cover.slice(0, nodes),
  };
  return { ...model, body: grown };
}
