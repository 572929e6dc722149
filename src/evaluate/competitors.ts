import {
  actProbability,
  type Cutoff,
  type Exploring,
  type Ladder,
  ladderOf,
  rankScores,
  settleExploring,
} from "../policy/index.ts";
import type { Competitor, Judged } from "./judged.ts";

/** The terms under which everybody competes. */
export interface Terms {
  /** Share of decisions that can be acted on, exploring included. */
  readonly capacity: number;
}

/** Someone who enters the race: scores, from which on they are acted on, and how it explores, if it does. */
export interface Entry extends Pick<Exploring, "threshold" | "explore" | "belief"> {
  readonly name: string;
  readonly score: Float64Array;
}

/** A competitor with its cutoff settled on the rows being judged, so that everyone acts on the same share at most. */
export function competitor(judged: Judged, { name, score: all, ...entry }: Entry, { capacity }: Terms): Competitor {
  const score = openScores(judged, all);
  const cutoff = settleExploring(rankScores(score, judged.weight), { ...entry, share: capacity });
  return { name, score, cutoff };
}

/** The cutoffs of an entry at other shares than the capacity's, for a price that moves while it serves. */
export function ladderFor(judged: Judged, { score, name: _name, ...entry }: Entry, { capacity }: Terms): Ladder {
  return ladderOf(rankScores(openScores(judged, score), judged.weight), { ...entry, share: capacity });
}

/** The scores, missing where a filter forbids acting. A blocked row is a decision all the same: a share is of all rows. */
export function openScores({ blocked }: Judged, score: Float64Array): Float64Array {
  return score.map((value, row) => (blocked[row] === 1 ? Number.NaN : value));
}

/** Acts on nobody. */
export function never(judged: Judged): Competitor {
  return { name: "never act", score: new Float64Array(judged.rows), cutoff: { cutoff: Infinity, atCutoff: 0 } };
}

/** Acts on everybody, or on a random share of the size of the capacity. */
export function always(judged: Judged, terms: Terms): Competitor {
  return competitor(
    judged,
    { name: "act at random", score: new Float64Array(judged.rows).fill(1), threshold: 1 },
    terms,
  );
}

/** The probability with which a competitor acts on each row. */
export function actShares({ score, cutoff }: { readonly score: Float64Array; readonly cutoff: Cutoff }): Float64Array {
  return score.map((s) => actProbability(cutoff, s));
}
