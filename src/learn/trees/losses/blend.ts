import type { Goal } from "../../goals.ts";
import { type GoalTerm, termOf, weightedMean } from "./blend-terms.ts";
import { type Labelled, type Loss, meanOver } from "./loss.ts";

/**
 * One goal on the common scale: at a score s its outcome is told as `base + step · s`, and its loss counts `share`. A goal
 * that does not vary has no part.
 */
interface Part {
  readonly term: GoalTerm;
  /** Which of a row's labels. */
  readonly place: number;
  readonly base: number;
  readonly step: number;
  readonly share: number;
}

/**
 * A weighted sum of losses of several outcomes, of one kind or another, for one score: Σ αₖ · lossₖ(baseₖ + stepₖ · s) / scaleₖ,
 * the weights αₖ made to sum to 1. Base, step and scale are the outcome's own: at s = 0 every goal is told its best constant, and
 * there the gradients of each goal have a mean square of 1 and its second derivative a mean of 1. So a weight of 0.7 beside
 * 0.3 means a pull of 7 to 3, whatever the outcomes' units and kinds; for a squared error this is standardising the outcome, for
 * a count it is the quasi-Poisson dispersion (McCullagh and Nelder, 1989, section 6.2).
 */
export function blendLoss(data: Labelled, goals: readonly Goal[]): Loss {
  const parts = partsOf(data, goals);
  const width = goals.length;
  const truthOf = ({ label }: Labelled, row: number, { place }: Part): number => label[row * width + place] as number;
  return {
    outputs: 1,
    link: "identity",
    base: () => [0],
    mean: (rows, scores) =>
      meanOver(rows, (row) => lossAt(parts, scores[row] as number, (part) => truthOf(rows, row, part))),
    derive(rows, { scores, pairs }) {
      for (let row = 0; row < rows.rows; row++) {
        let [gradient, hessian] = [0, 0];
        for (const part of parts) {
          const told = part.base + part.step * (scores[row] as number);
          const truth = truthOf(rows, row, part);
          gradient += part.share * part.step * part.term.gradient(told, truth);
          hessian += part.share * part.step * part.step * part.term.hessian(told, truth);
        }
        const weight = rows.weights[row] as number;
        pairs[row * 2] = weight * gradient;
        pairs[row * 2 + 1] = weight * hessian;
      }
    },
  };
}

function lossAt(parts: readonly Part[], score: number, truthOf: (part: Part) => number): number {
  let sum = 0;
  for (const part of parts) sum += part.share * part.term.value(part.base + part.step * score, truthOf(part));
  return sum;
}

/**
 * What a common score loses on a row, by the goals that it is for: the loss that is learned, on the scale of these rows.
 * The outcomes of a row are told in the order of the goals.
 */
export function commonLoss(data: Labelled, goals: readonly Goal[]): (score: number, outcomes: Float64Array) => number {
  const parts = partsOf(data, goals);
  return (score, outcomes) => lossAt(parts, score, ({ place }) => outcomes[place] as number);
}

function partsOf({ rows, label, weights }: Labelled, goals: readonly Goal[]): readonly Part[] {
  const total = goals.reduce((sum, { weight }) => sum + weight, 0);
  return goals.flatMap((goal, place): readonly Part[] => {
    const truth = Float64Array.from({ length: rows }, (_, row) => label[row * goals.length + place] as number);
    if (goal.weight === 0 || truth.every((value) => value === truth[0])) return [];
    const term = termOf(goal, truth, weights);
    const base = term.base(truth, weights);
    const mean = (of: (value: number) => number): number => weightedMean(truth.map(of), weights);
    const pull = mean((value) => term.gradient(base, value) ** 2);
    const bend = mean((value) => term.hessian(base, value));
    // Two equations: step² · pull / scale² = 1 and step² · bend / scale = 1.
    const share = goal.weight / total / (pull / bend);
    return pull > 0 ? [{ term, place, base, step: Math.sqrt(pull) / bend, share }] : [];
  });
}
