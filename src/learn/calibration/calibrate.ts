import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Calibration, Model } from "../../model/index.ts";
import { taskUnsupported } from "../errors.ts";
import { checkHeldOut, type HeldOut, ONE_PROBABILITY } from "./held-out.ts";
import { poolAdjacent } from "./pool-adjacent.ts";
import { type Column, fitSigmoid, logOdds, logYes, minusLogNo, one, type SigmoidRows } from "./sigmoid.ts";

/** The same model with another calibration. Throws `learn.task-unsupported` unless it is binary. */
export function withCalibration(model: Model, calibration: Calibration): Model {
  const { task } = model.signature;
  if (task !== "binary") throw taskUnsupported({ learner: "calibration", task, tasks: ["binary"] });
  return Object.freeze({ ...model, calibration });
}

/**
 * Monotone calibration: the isotonic fit of truth on score (Zadrozny and Elkan, 2002). Wants about 1,000 rows, or it
 * follows noise. Insufficient: `no-rows`, `one-class`. Throws
 * `learn.held-out-invalid`.
 */
export function fitIsotonic(held: HeldOut): Calibration | Insufficient {
  const lacking = lackOf(held);
  if (lacking !== undefined) return lacking;
  const order = [...held.scores.keys()].sort((a, b) => (held.scores[a] as number) - (held.scores[b] as number));
  const points = order.map((row) => ({
    at: held.scores[row] as number,
    value: held.label[row] as number,
    weight: held.weights?.[row] ?? 1,
  }));
  const knots = poolAdjacent(points).flatMap(({ from, to, value }) =>
    from === to
      ? [{ at: from, value }]
      : [
          { at: from, value },
          { at: to, value },
        ],
  );
  return { kind: "isotonic", from: knots.map(({ at }) => at), to: knots.map(({ value }) => value) };
}

/**
 * Platt's sigmoid on the log-odds of the score, with his smoothed targets (Platt, 1999). Insufficient: `no-rows`,
 * `one-class`.
 */
export function fitPlatt(held: HeldOut): Calibration | Insufficient {
  const lacking = lackOf(held);
  if (lacking !== undefined) return lacking;
  const [slope, intercept] = fitSigmoid(rowsOf(held, [logOdds, one]), Float64Array.of(1, 0)) as unknown as Pair;
  return { kind: "platt", slope, intercept };
}

/**
 * Beta calibration: a sigmoid on ln p and −ln (1 − p), which can bend either end of the scale on its own, never turns
 * an order around and holds the identity (Kull, Silva Filho and Flach, 2017); targets smoothed as Platt's.
 * Insufficient: `no-rows`, `one-class`. Throws
 * `learn.held-out-invalid`.
 */
export function fitBeta(held: HeldOut): Calibration | Insufficient {
  const lacking = lackOf(held);
  if (lacking !== undefined) return lacking;
  const [a, b, both] = fitSigmoid(
    rowsOf(held, [logYes, minusLogNo, one]),
    Float64Array.of(1, 1, 0),
  ) as unknown as Triple;
  if (a >= 0 && b >= 0) return { kind: "beta", a, b, intercept: both };
  // As the paper does: a coefficient of the wrong sign is 0, and the other is fitted alone.
  const side = a < 0 ? minusLogNo : logYes;
  const [alone, intercept] = fitSigmoid(rowsOf(held, [side, one]), Float64Array.of(1, 0)) as unknown as Pair;
  const kept = Math.max(0, alone);
  return a < 0 ? { kind: "beta", a: 0, b: kept, intercept } : { kind: "beta", a: kept, b: 0, intercept };
}

type Pair = readonly [number, number];
type Triple = readonly [number, number, number];

function lackOf(held: HeldOut): Insufficient | undefined {
  checkHeldOut(held, ONE_PROBABILITY);
  const { label, weights } = held;
  const used = label.filter((_, row) => (weights?.[row] ?? 1) > 0);
  if (used.length === 0) return insufficient("no-rows", { need: 2, have: 0 });
  return used.every((truth) => truth === used[0]) ? insufficient("one-class", { need: 2, have: 1 }) : undefined;
}

function rowsOf({ scores, label, weights }: HeldOut, columns: readonly Column[]): SigmoidRows {
  const each = weights ?? new Float64Array(scores.length).fill(1);
  let [positive, negative] = [0, 0];
  label.forEach((truth, row) => {
    if (truth === 1) positive += each[row] as number;
    else negative += each[row] as number;
  });
  const [low, high] = [1 / (negative + 2), (positive + 1) / (positive + 2)];
  const width = columns.length;
  const x = new Float64Array(scores.length * width);
  columns.forEach((column, j) => {
    for (let row = 0; row < scores.length; row++) x[row * width + j] = column(scores[row] as number);
  });
  return { x, width, target: label.map((truth) => (truth === 1 ? high : low)), weights: each };
}
