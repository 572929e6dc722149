import { logit, sigmoid } from "../../model/index.ts";
import { solveSymmetric } from "../linear/cholesky.ts";

/** Rows with a few numbers each, what they should tend to (0 to 1), and what they weigh. */
export interface SigmoidRows {
  /** Rows × width, row by row. */
  readonly x: Float64Array;
  readonly width: number;
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

/** Columns of a {@link SigmoidRows}: each made from a raw probability. */
export type Column = (probability: number) => number;

/** What Platt's map is a line of. */
export const logOdds: Column = logit;
/** The intercept's column. */
export const one: Column = () => 1;
/** What the beta map is a line of, beside `minusLogNo`. */
export const logYes: Column = (p) => Math.log(Math.max(1e-15, p));
/** The other side of `logYes`. */
export const minusLogNo: Column = (p) => -Math.log(Math.max(1e-15, 1 - p));

/**
 * The coefficients c that minimise the log loss of sigmoid(x · c): Newton's method with halving (Lin, Lin and Weng,
 * 2007).
 */
export function fitSigmoid(rows: SigmoidRows, start: Float64Array): Float64Array {
  let here: Place = { at: start, loss: lossOf(rows, start) };
  for (let iteration = 0; iteration < 100; iteration++) {
    const { at } = here;
    const next = halved(rows, here, newtonStep(rows, at));
    if (next === undefined) break;
    const moved = next.at.reduce((sum, value, i) => sum + Math.abs(value - (at[i] as number)), 0);
    here = next;
    if (moved < 1e-10) break;
  }
  return here.at;
}

/** Coefficients, and what they lose. */
interface Place {
  readonly at: Float64Array;
  readonly loss: number;
}

function scoreOf({ x, width }: SigmoidRows, at: Float64Array, row: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) sum += (x[row * width + j] as number) * (at[j] as number);
  return sum;
}

function lossOf(rows: SigmoidRows, at: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < rows.target.length; row++) {
    const z = scoreOf(rows, at, row);
    const loss = Math.max(0, z) - (rows.target[row] as number) * z + Math.log1p(Math.exp(-Math.abs(z)));
    sum += (rows.weights[row] as number) * loss;
  }
  return sum;
}

function newtonStep(rows: SigmoidRows, at: Float64Array): Float64Array {
  const { x, width, target, weights } = rows;
  const downhill = new Float64Array(width);
  const values = new Float64Array(width * width);
  for (let j = 0; j < width; j++) values[j * width + j] = 1e-12;
  for (let row = 0; row < target.length; row++) {
    const p = sigmoid(scoreOf(rows, at, row));
    const weight = weights[row] as number;
    for (let j = 0; j < width; j++) {
      const xj = x[row * width + j] as number;
      downhill[j] = (downhill[j] as number) - weight * (p - (target[row] as number)) * xj;
      const bend = weight * p * (1 - p) * xj;
      for (let k = 0; k <= j; k++)
        values[j * width + k] = (values[j * width + k] as number) + bend * (x[row * width + k] as number);
    }
  }
  return solveSymmetric({ size: width, values }, downhill);
}

/** The longest of step, step / 2, step / 4 … that does not raise the loss. */
function halved(rows: SigmoidRows, { at, loss: before }: Place, step: Float64Array): Place | undefined {
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = at.map((value, j) => value + share * (step[j] as number));
    const loss = lossOf(rows, next);
    if (loss <= before) return { at: next, loss };
  }
  return undefined;
}
