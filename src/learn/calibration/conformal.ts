import { type Insufficient, insufficient } from "../../kernel/index.ts";
import {
  type Conformal,
  interpolate,
  type Knots,
  MOST_SCORES,
  type Model,
  outputsOf,
  sharesOf,
  type Task,
} from "../../model/index.ts";
import { taskUnsupported } from "../errors.ts";
import { checkHeldOut, type HeldOut, shapeOf } from "./held-out.ts";

const TASKS: readonly Task[] = ["regression", "binary", "multiclass", "hierarchical"];

/** How {@link fitConformal} goes about it. */
export interface ConformalOptions {
  /**
   * Regression: intervals as wide as residuals are around a prediction, learned from every other held-out row, so
   * that the rest is still unseen (normalised residuals: Papadopoulos, Gammerman and Vovk, 2008). Default: one width
   * for all. With fewer than 100 rows there is nothing to learn it from, and one width is what it gives.
   */
  readonly adaptive?: boolean;
}

/**
 * How far off a model was on rows that it had not seen (split conformal: Papadopoulos et al., 2002; Lei et al.,
 * 2018). `held` has the model's calibrated outputs, rows × outputs, on rows that neither it nor its calibration
 * learned from. Insufficient: `no-rows`. Throws `learn.task-unsupported` for multilabel and ranking.
 */
export function fitConformal(
  { signature }: Pick<Model, "signature">,
  held: HeldOut,
  { adaptive = false }: ConformalOptions = {},
): Conformal | Insufficient {
  const { task } = signature;
  if (!TASKS.includes(task)) throw taskUnsupported({ learner: "conformal", task, tasks: TASKS });
  checkHeldOut(held, shapeOf(signature));
  const scored = scoredOf(held, signature);
  if (scored.length === 0) return insufficient("no-rows", { need: 1, have: 0 });
  if (task !== "regression") return { kind: "set", scores: knots(scored) };
  if (!adaptive || scored.length < 100) return { kind: "residual", scores: knots(scored) };
  const scale = scaleOf(scored.filter((_, i) => i % 2 === 0));
  const rest = scored.filter((_, i) => i % 2 === 1);
  const relative = rest.map((each) => ({ ...each, score: each.score / interpolate(scale, each.prediction) }));
  return { kind: "residual", scores: knots(relative), scale };
}

function scoredOf({ scores, label, weights }: HeldOut, signature: Model["signature"]): readonly Scored[] {
  const width = outputsOf(signature);
  return Array.from(label, (truth, row) => ({
    score: nonconformity(scores.subarray(row * width, (row + 1) * width), truth, signature.task),
    prediction: scores[row * width] as number,
    weight: weights?.[row] ?? 1,
  })).filter(({ weight }) => weight > 0);
}

/** The same model with a conformal part. */
export function withConformal(model: Model, conformal: Conformal): Model {
  return Object.freeze({ ...model, conformal });
}

function nonconformity(outputs: Float64Array, truth: number, task: Task): number {
  if (task === "regression") return Math.abs(truth - (outputs[0] as number));
  return Math.max(0, 1 - (sharesOf(outputs)[truth] ?? 0));
}

interface Scored {
  readonly score: number;
  /** The first output. */
  readonly prediction: number;
  readonly weight: number;
}

/**
 * The scores at equal steps of weight, each rounded up to the next: as many as rows, or as weighted rows are worth,
 * or as a model may keep. Fewer of them widen an interval a little and never narrow it.
 */
function knots(scored: readonly Scored[]): readonly number[] {
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const squares = sorted.reduce((sum, { weight }) => sum + weight * weight, 0);
  const worth = Math.max(1, Math.floor((total * total) / squares + 1e-9));
  const count = Math.min(MOST_SCORES, worth);
  const kept: number[] = [];
  let below = 0;
  for (const { score, weight } of sorted) {
    below += weight;
    while (kept.length < count && below * count >= (kept.length + 1) * total * (1 - 1e-12)) kept.push(score);
  }
  return kept;
}

const BINS = 20;
/** Rows of a bin at least. */
const BIN_ROWS = 10;

/** The mean residual of neighbouring predictions, bin by bin; never less than a tenth of the mean of all. */
function scaleOf(scored: readonly Scored[]): Knots {
  const sorted = scored.toSorted((a, b) => a.prediction - b.prediction);
  const count = Math.max(1, Math.min(BINS, Math.floor(sorted.length / BIN_ROWS)));
  const least = 0.1 * meanOf(sorted, ({ score }) => score) || 1;
  const bins = Array.from({ length: count }, (_, b) =>
    sorted.slice(Math.floor((b * sorted.length) / count), Math.floor(((b + 1) * sorted.length) / count)),
  );
  return {
    from: bins.map((bin) => meanOf(bin, ({ prediction }) => prediction)),
    to: bins.map((bin) =>
      Math.max(
        least,
        meanOf(bin, ({ score }) => score),
      ),
    ),
  };
}

function meanOf(scored: readonly Scored[], value: (each: Scored) => number): number {
  let [sum, total] = [0, 0];
  for (const each of scored) {
    sum += each.weight * value(each);
    total += each.weight;
  }
  return sum / total;
}
