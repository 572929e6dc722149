import { rng } from "../../kernel/index.ts";
import type { Side } from "./interactions.ts";

/** What is learned of the entities of a side. */
export interface Latent {
  readonly rank: number;
  readonly bias: Float64Array;
  /** Entities × rank. */
  readonly factors: Float64Array;
}

/** How long the sides take turns. */
export interface Schedule {
  readonly rounds: number;
  onRound(round: number): void;
}

/** Small random factors, each entity's drawn by its name: who else is there does not change them. */
export function randomLatent(side: Side, rank: number, seed: number): Latent {
  const factors = new Float64Array(side.names.length * rank);
  side.names.forEach((unit, e) => {
    const draw = rng({ seed, unit, purpose: "factors" });
    for (let f = 0; f < rank; f++) factors[e * rank + f] = 0.1 * draw.normal();
  });
  return { rank, bias: new Float64Array(side.names.length), factors };
}
