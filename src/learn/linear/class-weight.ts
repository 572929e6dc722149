import { blocksOf } from "./blocks.ts";
import { multinomial } from "./family.ts";
import { type Fit, totalOf } from "./penalised-loss.ts";

/** The same rows, weighted so that every class that occurs has the same share (scikit-learn's "balanced"). */
export function balanced(fit: Fit): Fit {
  const { label, weights } = fit;
  const sums = new Map<number, number>();
  label.forEach((k, row) => {
    sums.set(k, (sums.get(k) ?? 0) + (weights[row] as number));
  });
  const each = totalOf(fit) / sums.size;
  return {
    ...fit,
    weights: weights.map((weight, row) => (weight * each) / (sums.get(label[row] as number) as number)),
  };
}

/**
 * Moves the intercepts until the mean probability of each class is its share among the rows as they weigh: what a
 * class-weighted fit bent on purpose goes back to the truth (King and Zeng, 2001, correct the intercept likewise).
 */
export function recentred(fit: Fit, x: Float64Array): Float64Array {
  const moved = x.slice();
  for (let iteration = 0; iteration < 100; iteration++) {
    const moves = fit.family === multinomial ? movesOf(fit, moved) : [newtonMove(fit, moved)];
    moves.forEach((move, k) => {
      moved[k] = (moved[k] as number) + move;
    });
    if (moves.every((move) => Math.abs(move) < 1e-10)) break;
  }
  return moved;
}

/** Iterative proportional fitting: each class by the logarithm of what its share is too small by. */
function movesOf(fit: Fit, x: Float64Array): readonly number[] {
  const { slope, rate } = meansOf(fit, x);
  return Array.from(rate, (share, k) => {
    const mean = share + (slope[k] as number);
    return share > 0 ? Math.log(share / Math.max(Number.MIN_VALUE, mean)) : 0;
  });
}

/** At most 2 a step, so that a flat start does not throw it far. */
function newtonMove(fit: Fit, x: Float64Array): number {
  const { slope, bend } = meansOf(fit, x);
  return Math.max(-2, Math.min(2, -(slope[0] as number) / Math.max(1e-12, bend)));
}

interface Means {
  /** Per output: the mean of probability minus truth. */
  readonly slope: Float64Array;
  /** Per class: its share of the rows. Only of several classes. */
  readonly rate: Float64Array;
  /** The mean second derivative. Only of a single output. */
  readonly bend: number;
}

function meansOf(fit: Fit, x: Float64Array): Means {
  const { design, label, weights, outputs, family } = fit;
  const total = totalOf(fit);
  const blocks = blocksOf(design, outputs);
  const { cells, stride } = blocks.loops;
  blocks.start(x);
  const slope = new Float64Array(outputs);
  const rate = new Float64Array(outputs);
  let bend = 0;
  for (let row = 0; row < design.rows; row++) {
    const from = row - (row % blocks.rows);
    if (row === from) blocks.score({ from, to: Math.min(design.rows, from + blocks.rows) });
    const scores = cells.subarray((row - from) * stride, (row - from) * stride + outputs);
    const weight = (weights[row] as number) / total;
    const truth = label[row] as number;
    if (outputs === 1) bend += weight * family.bend(scores[0] as number);
    family.loss(scores, truth);
    scores.forEach((part, k) => {
      slope[k] = (slope[k] as number) + weight * part;
    });
    if (outputs > 1) rate[truth] = (rate[truth] as number) + weight;
  }
  blocks.loops.leave();
  return { slope, rate, bend };
}
