import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Conformal, Model } from "../model.ts";
import { interpolate } from "./interpolate.ts";

/** A model keeps so many conformal scores at most: enough for levels up to 0.999. */
export const MOST_SCORES = 1000;

/** Values from `low` to `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Around a calibrated prediction of a regression, an interval that holds the truth in a share `level` of new rows
 * like the held-out ones: on average over rows, not for each kind of row (split conformal; Lei et al., 2018).
 * Insufficient: `not-conformal`, `too-few-rows`.
 */
export function intervalOf(model: Model, prediction: number, level: number): Interval | Insufficient {
  const score = reachOf(model.conformal, "residual", level);
  if (typeof score !== "number") return score;
  const reach = score * scaleAt(model.conformal, prediction);
  return { low: prediction - reach, high: prediction + reach };
}

/** How large a residual is usual around a prediction. */
function scaleAt(conformal: Conformal | undefined, prediction: number): number {
  return conformal?.scale === undefined ? 1 : interpolate(conformal.scale, prediction);
}

/**
 * The classes, by number, that hold the true one in a share `level` of new rows like the held-out ones: those that
 * are probable enough, and always the most probable (Sadinle, Lei and Wasserman, 2019). Takes a row's outputs: one
 * per class, or one probability (binary: classes 0 and 1). Insufficient: `not-conformal`, `too-few-rows`.
 */
export function predictionSet(
  model: Model,
  probabilities: ArrayLike<number>,
  level: number,
): readonly number[] | Insufficient {
  const reach = reachOf(model.conformal, "set", level);
  if (typeof reach !== "number") return reach;
  const shares = sharesOf(probabilities);
  const best = shares.indexOf(Math.max(...shares));
  return shares.flatMap((share, k) => (k === best || 1 - share <= reach ? [k] : []));
}

/** One share per class: a single output is the share of class 1. */
export function sharesOf(probabilities: ArrayLike<number>): readonly number[] {
  const all = Array.from(probabilities);
  const [first] = all;
  return all.length === 1 && first !== undefined ? [1 - first, first] : all;
}

/** The score that a new row's stays below with probability `level`: the ⌈(n + 1) · level⌉-th of n. */
function reachOf(conformal: Conformal | undefined, kind: Conformal["kind"], level: number): number | Insufficient {
  if (conformal?.kind !== kind || !(level > 0 && level < 1)) return insufficient("not-conformal");
  const { scores } = conformal;
  // Not lifted to the next rank by the last bit of the product.
  const rank = Math.ceil((scores.length + 1) * level - 1e-9);
  return (
    scores[rank - 1] ??
    insufficient("too-few-rows", { need: Math.ceil(level / (1 - level) - 1e-9), have: scores.length })
  );
}
