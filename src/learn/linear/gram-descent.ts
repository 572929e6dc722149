import type { Symmetric } from "./cholesky.ts";

/** A quadratic by its gradient at x, and the penalty on each |x[i]|. */
export interface Penalised {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  readonly l1: Float64Array;
}

const SWEEPS = 2000;
/** A sweep that moves no coordinate by more than this many of its own standard units ends the descent. */
const STILL = 1e-12;

/**
 * The minimum of `½ dᵀ A d + gradientᵀ d + Σ l1 |x + d|` over x + d, by cyclic coordinate descent with covariance
 * updates (Friedman, Hastie and Tibshirani, 2010). Only the lower triangle of A is read, and its upper one is
 * overwritten.
 */
export function descendCoordinates(matrix: Symmetric, { x, gradient, l1 }: Penalised): Float64Array {
  mirror(matrix);
  const at = x.slice();
  const slope = gradient.slice();
  let all = true;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const moved = sweepOnce(matrix, { x: at, gradient: slope, l1 }, all);
    const still = moved <= STILL;
    if (still && all) break;
    // Between full sweeps only the coordinates that are not 0 move: most of a sparse solution never does.
    all = still || (!all && sweep % 50 === 49);
  }
  return at;
}

/** Moves each coordinate to its own minimum and returns the largest move, as a drop of the quadratic's root. */
function sweepOnce({ size, values }: Symmetric, { x, gradient, l1 }: Penalised, all: boolean): number {
  let most = 0;
  for (let j = 0; j < size; j++) {
    const old = x[j] as number;
    const bend = values[j * size + j] as number;
    if (bend <= 0 || (!all && old === 0)) continue;
    const target = shrink(bend * old - (gradient[j] as number), l1[j] as number) / bend;
    const move = target - old;
    if (move === 0) continue;
    x[j] = target;
    const row = j * size;
    for (let i = 0; i < size; i++) gradient[i] = (gradient[i] as number) + move * (values[row + i] as number);
    most = Math.max(most, Math.abs(move) * Math.sqrt(bend));
  }
  return most;
}

function shrink(value: number, by: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - by);
}

function mirror({ size, values }: Symmetric): void {
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) values[j * size + i] = values[i * size + j] as number;
}
