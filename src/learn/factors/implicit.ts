import { solveSymmetric } from "../linear/cholesky.ts";
import type { Interactions, Side } from "./interactions.ts";
import type { Latent, Schedule } from "./latent.ts";

/** How much a sign of interest counts beside the silence of all other pairs, and how much factors are held back. */
export interface Belief {
  /** Confidence in a pair is 1 + this · the summed value of its rows. */
  readonly confidence: number;
  /**
   * On the squared factors of an entity, times 1 + confidence, times the weight of its rows and of `smoothing` more.
   */
  readonly penalty: number;
  readonly smoothing: number;
}

/**
 * Fits user · item to 1 for every pair with a value above 0 and to 0 for every other pair, seen or not, by
 * alternating least squares with confidence weights (Hu, Koren and Volinsky, 2008).
 */
export function fitImplicit(
  data: Interactions,
  start: { readonly users: Latent; readonly items: Latent },
  { rounds, onRound, ...belief }: Schedule & Belief,
): { readonly users: Latent; readonly items: Latent } {
  const [ofUsers, ofItems] = [interestsOf(data, data.users, data.items), interestsOf(data, data.items, data.users)];
  let { users, items } = start;
  for (let round = 0; round < rounds; round++) {
    users = solveSide(ofUsers, items, belief);
    items = solveSide(ofItems, users, belief);
    onRound(round);
  }
  return { users, items };
}

/** What each entity of a side showed interest in, and how much: entity e's from `starts[e]` up to `starts[e + 1]`. */
interface Interests {
  readonly starts: Int32Array;
  readonly met: Int32Array;
  readonly amount: Float64Array;
  /** The weight of all rows of an entity. */
  readonly weight: Float64Array;
}

/** Repeated rows of a pair add up; those without interest are left to the silence. */
function interestsOf({ value, weights }: Interactions, own: Side, other: Side): Interests {
  const starts = [0];
  const [met, amount]: [number[], number[]] = [[], []];
  for (let e = 0; e < own.names.length; e++) {
    const sums = new Map<number, number>();
    for (const row of own.rows.subarray(own.starts[e], own.starts[e + 1])) {
      const interest = (value[row] as number) * (weights[row] as number);
      const partner = other.of[row] as number;
      if (interest > 0) sums.set(partner, (sums.get(partner) ?? 0) + interest);
    }
    for (const [partner, interest] of sums) {
      met.push(partner);
      amount.push(interest);
    }
    starts.push(met.length);
  }
  return {
    starts: Int32Array.from(starts),
    met: Int32Array.from(met),
    amount: Float64Array.from(amount),
    weight: own.weight,
  };
}

/** (YᵀY + Σ (c − 1) y yᵀ + penalty) x = Σ c y, over the pairs of an entity; YᵀY, over everything, is made once. */
function solveSide({ starts, met, amount, weight }: Interests, from: Latent, belief: Belief): Latent {
  const { rank, factors: y } = from;
  const silence = gramOf(from);
  const held = belief.penalty * (1 + belief.confidence);
  const factors = new Float64Array(weight.length * rank);
  for (let e = 0; e < weight.length; e++) {
    const matrix = silence.slice();
    const right = new Float64Array(rank);
    for (let i = starts[e] as number; i < (starts[e + 1] as number); i++) {
      const at = (met[i] as number) * rank;
      const extra = belief.confidence * (amount[i] as number);
      addOuter(matrix, y, { at, rank, scale: extra });
      for (let f = 0; f < rank; f++) right[f] = (right[f] as number) + (1 + extra) * (y[at + f] as number);
    }
    const ridge = held * ((weight[e] as number) + belief.smoothing);
    for (let f = 0; f < rank; f++) matrix[f * rank + f] = (matrix[f * rank + f] as number) + ridge;
    factors.set(solveSymmetric({ size: rank, values: matrix }, right), e * rank);
  }
  return { rank, bias: new Float64Array(weight.length), factors };
}

function gramOf({ factors, rank }: Latent): Float64Array {
  const gram = new Float64Array(rank * rank);
  for (let at = 0; at < factors.length; at += rank) addOuter(gram, factors, { at, rank, scale: 1 });
  return gram;
}

interface Vector {
  readonly at: number;
  readonly rank: number;
  readonly scale: number;
}

/** The lower triangle of scale · y yᵀ, y being the `rank` numbers from `at` on. */
function addOuter(matrix: Float64Array, y: Float64Array, { at, rank, scale }: Vector): void {
  for (let a = 0; a < rank; a++) {
    const scaled = scale * (y[at + a] as number);
    for (let b = 0; b <= a; b++)
      matrix[a * rank + b] = (matrix[a * rank + b] as number) + scaled * (y[at + b] as number);
  }
}
