import { exp } from "../reference/exp.ts";
import { type Labelled, type LabelRule, type Loss, meanLabel } from "./loss.ts";
import { pointwise } from "./pointwise.ts";

const NOT_NEGATIVE: LabelRule = Object.freeze({
  allowed: "a number, 0 or more, for this objective",
  accepts: (label: number) => label >= 0 && label < Infinity,
});

const logMean = (data: Labelled): number => Math.log(Math.max(1e-15, meanLabel(data)));

/** The hessian is taken this much further on, as in LightGBM: it keeps the first steps short. */
const AHEAD = 0.7;

/** Counts: the deviance of a Poisson variable with mean e^score. */
export function poissonLoss(): Loss {
  return pointwise({
    link: "exp",
    labels: NOT_NEGATIVE,
    base: logMean,
    value: (score, label) => exp(score) - label * score,
    gradient: (score, label) => exp(score) - label,
    hessian: (score) => exp(score + AHEAD),
  });
}

/** Sums of a random number of amounts, often 0: Tweedie's deviance of variance mean^power, 1 < power < 2. */
export function tweedieLoss(power: number): Loss {
  const [a, b] = [1 - power, 2 - power];
  return pointwise({
    link: "exp",
    labels: NOT_NEGATIVE,
    base: logMean,
    value: (score, label) => exp(b * score) / b - (label * exp(a * score)) / a,
    gradient: (score, label) => exp(b * score) - label * exp(a * score),
    hessian: (score, label) => b * exp(b * score) - a * label * exp(a * score),
  });
}
