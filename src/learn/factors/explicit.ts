import { solveSymmetric } from "../linear/cholesky.ts";
import type { Interactions, Side } from "./interactions.ts";
import type { Latent, Schedule } from "./latent.ts";

/** Biases and factors of both sides, around a mean. */
export interface Explicit {
  readonly mean: number;
  readonly users: Latent;
  readonly items: Latent;
}

/** How much biases and factors are held back. */
export interface Restraint {
  /** On a squared bias. */
  readonly biasPenalty: number;
  /** On the squared factors of an entity, times the weight of its rows (Zhou et al., 2008) and of so many rows more. */
  readonly penalty: number;
  readonly smoothing: number;
}

/**
 * Fits `mean + bias of user + bias of item + user · item` to the values by alternating least squares: each side in
 * turn is a set of small ridge regressions on the other (Koren, Bell and Volinsky, 2009).
 */
export function fitExplicit(
  data: Interactions,
  start: Pick<Explicit, "users" | "items">,
  { rounds, onRound, ...restraint }: Schedule & Restraint,
): Explicit {
  const mean = meanOf(data);
  let { users, items } = start;
  for (let round = 0; round < rounds; round++) {
    users = solveSide({ data, own: data.users, other: data.items, mean }, items, restraint);
    items = solveSide({ data, own: data.items, other: data.users, mean }, users, restraint);
    onRound(round);
  }
  return { mean, users, items };
}

function meanOf({ value, weights }: Interactions): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < value.length; row++) {
    sum += (value[row] as number) * (weights[row] as number);
    total += weights[row] as number;
  }
  return sum / total;
}

interface Half {
  readonly data: Interactions;
  readonly own: Side;
  readonly other: Side;
  readonly mean: number;
}

/** One ridge regression per entity: of what the other side's biases leave, on 1 and the other side's factors. */
function solveSide({ data, own, other, mean }: Half, from: Latent, restraint: Restraint): Latent {
  const { rank } = from;
  const bias = new Float64Array(own.names.length);
  const factors = new Float64Array(own.names.length * rank);
  const known = new Float64Array(rank + 1);
  for (let e = 0; e < own.names.length; e++) {
    const system = emptySystem(rank + 1, restraint, own.weight[e] as number);
    for (let i = own.starts[e] as number; i < (own.starts[e + 1] as number); i++) {
      const row = own.rows[i] as number;
      const met = other.of[row] as number;
      known[0] = 1;
      for (let f = 0; f < rank; f++) known[f + 1] = from.factors[met * rank + f] as number;
      addRow(system, known, {
        weight: data.weights[row] as number,
        target: (data.value[row] as number) - mean - (from.bias[met] as number),
      });
    }
    const found = solveSymmetric({ size: rank + 1, values: system.matrix }, system.right);
    bias[e] = found[0] as number;
    factors.set(found.subarray(1), e * rank);
  }
  return { rank, bias, factors };
}

interface System {
  readonly matrix: Float64Array;
  readonly right: Float64Array;
}

function emptySystem(size: number, { biasPenalty, penalty, smoothing }: Restraint, weight: number): System {
  const matrix = new Float64Array(size * size);
  for (let f = 0; f < size; f++) matrix[f * size + f] = f === 0 ? biasPenalty : penalty * (weight + smoothing);
  return { matrix, right: new Float64Array(size) };
}

function addRow(
  { matrix, right }: System,
  known: Float64Array,
  { weight, target }: { weight: number; target: number },
): void {
  const size = known.length;
  for (let a = 0; a < size; a++) {
    const scaled = weight * (known[a] as number);
    right[a] = (right[a] as number) + scaled * target;
    for (let b = 0; b <= a; b++)
      matrix[a * size + b] = (matrix[a * size + b] as number) + scaled * (known[b] as number);
  }
}
