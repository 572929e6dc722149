import { logit, sigmoid, softmax } from "../../model/index.ts";

/** Which loss a generalised linear model minimises, and what it looks like before anything is learned. */
export interface Family {
  /** Turns a row's scores into the slope of its loss there, in place, and returns the loss. */
  loss(scores: Float64Array, label: number): number;
  /** The second derivative of the loss of a single score. */
  bend(score: number): number;
  /** The score that gives a mean label, or a class share, on its own; a rate of 0 or 1 is kept finite. */
  score(rate: number): number;
}

/** Half the squared error. */
export const gaussian: Family = {
  loss(scores, label) {
    const error = (scores[0] as number) - label;
    scores[0] = error;
    return (error * error) / 2;
  },
  bend: () => 1,
  score: (rate) => rate,
};

/** Log loss of a score in log-odds. */
export const bernoulli: Family = {
  loss(scores, label) {
    const score = scores[0] as number;
    scores[0] = sigmoid(score) - label;
    return Math.max(0, score) - label * score + Math.log1p(Math.exp(-Math.abs(score)));
  },
  bend(score) {
    const p = sigmoid(score);
    return p * (1 - p);
  },
  score: (rate) => logit(Math.min(1 - 1e-6, Math.max(1e-6, rate))),
};

/** Log loss of the softmax of the scores; the label is the index of the true class. */
export const multinomial: Family = {
  loss(scores, label) {
    softmax(scores);
    const share = scores[label] as number;
    scores[label] = share - 1;
    return -Math.log(Math.max(Number.MIN_VALUE, share));
  },
  bend: bernoulli.bend,
  score: (rate) => Math.log(Math.max(1e-6, rate)),
};
