/** What a head said of one case, and what became of it, as numbers. */
export interface ScoredLabel {
  /** The first output: a probability, or a value. */
  readonly predicted: number;
  /** What it predicts: 0 or 1, or a value. */
  readonly label: number;
  readonly loss: number;
  readonly weight: number;
}

/** A probability is not believed to be nearer to 0 or 1 than this: one that was sure and wrong costs 34 and not infinity. */
const SUREST = 1e-15;

/** Minus the logarithm of the probability that was given to what happened. */
export function logLoss(probability: number): number {
  return -Math.log(Math.min(1, Math.max(SUREST, probability)));
}

/** The loss of the outputs of a head that has one for each class: `truth` is the number of the true one, NaN for none of them. */
export function classLoss(outputs: ArrayLike<number>, truth: number): number {
  return logLoss(outputs[truth] ?? 0);
}

/** The mean loss of outputs each of which says how likely one label is. */
export function labelsLoss(outputs: ArrayLike<number>, truths: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < truths.length; i++) {
    const output = outputs[i] ?? Number.NaN;
    sum += logLoss(truths[i] === 1 ? output : 1 - output);
  }
  return sum / Math.max(1, truths.length);
}
