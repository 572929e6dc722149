import { logit } from "../../../model/index.ts";
import type { Goal, GoalLoss } from "../../goals.ts";
import { exp } from "../reference/exp.ts";
import { logLossAt } from "./log-loss.ts";
import { weightedQuantile } from "./quantile.ts";

/** A loss of one outcome, on the scale on which it is told: log odds, a value, a count's logarithm. */
export interface GoalTerm {
  value(told: number, truth: number): number;
  gradient(told: number, truth: number): number;
  /** Not negative. */
  hessian(told: number, truth: number): number;
  /** The best constant. */
  base(truth: Float64Array, weights: Float64Array): number;
}

const MIN_HESSIAN = 1e-16;

const log: GoalTerm = {
  value: logLossAt,
  gradient: (told, truth) => 1 / (1 + exp(-told)) - truth,
  hessian(told) {
    const p = 1 / (1 + exp(-told));
    return Math.max(MIN_HESSIAN, p * (1 - p));
  },
  base: (truth, weights) => logit(weightedMean(truth, weights)),
};

const squared: GoalTerm = {
  value: (told, truth) => (told - truth) ** 2 / 2,
  gradient: (told, truth) => told - truth,
  hessian: () => 1,
  base: weightedMean,
};

const poisson: GoalTerm = {
  value: (told, truth) => exp(told) - truth * told,
  gradient: (told, truth) => exp(told) - truth,
  hessian: (told) => exp(told),
  base: (truth, weights) => Math.log(Math.max(1e-15, weightedMean(truth, weights))),
};

/** The width at which Huber's estimate is as good as a mean on 95 % of normal data (Huber, Robust statistics, 1981). */
const USUAL_WIDTH = 1.345;
/** From a median absolute deviation to the standard deviation of a normal variable. */
const FROM_MAD = 1.4826;

function huber(delta: number): GoalTerm {
  const within = (off: number): number => Math.max(-delta, Math.min(delta, off));
  const location = (truth: Float64Array, weights: Float64Array): number => {
    let at = weightedQuantile(truth, weights, 0.5);
    for (let turn = 0; turn < 50; turn++)
      at += weightedMean(
        truth.map((value) => within(value - at)),
        weights,
      );
    return at;
  };
  return {
    value(told, truth) {
      const off = Math.abs(told - truth);
      return off <= delta ? off ** 2 / 2 : delta * (off - delta / 2);
    },
    gradient: (told, truth) => within(told - truth),
    hessian: () => 1,
    base: location,
  };
}

/** The usual width of these values; their standard deviation, where more than half are equal. */
function usualWidth(truth: Float64Array, weights: Float64Array): number {
  const median = weightedQuantile(truth, weights, 0.5);
  const off = truth.map((value) => Math.abs(value - median));
  const robust = FROM_MAD * weightedQuantile(off, weights, 0.5);
  const mean = weightedMean(truth, weights);
  const spread = Math.sqrt(
    weightedMean(
      truth.map((value) => (value - mean) ** 2),
      weights,
    ),
  );
  return USUAL_WIDTH * (robust > 0 ? robust : spread) || 1;
}

/** The mean of values by their weights. */
export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    sum += (weights[row] as number) * (values[row] as number);
    total += weights[row] as number;
  }
  return sum / total;
}

const TERMS: Readonly<Record<Exclude<GoalLoss, "huber">, GoalTerm>> = { log, squared, poisson };

/** The loss of a goal on its outcome's values. */
export function termOf({ loss, delta }: Goal, truth: Float64Array, weights: Float64Array): GoalTerm {
  return loss === "huber" ? huber(delta ?? usualWidth(truth, weights)) : TERMS[loss];
}
