import { actProbability, type Cutoff, rankScores, settleRanked } from "../policy/index.ts";
import type { Competitor, Judged } from "./judged.ts";

/** The terms under which everybody competes. */
export interface Terms {
  /** Share of decisions that can be acted on. */
  readonly capacity: number;
}

/** A competitor with its cutoff settled on the rows being judged, so that everyone acts on the same share at most. */
export function competitor(
  judged: Judged,
  entry: { name: string; score: Float64Array; threshold: number },
  { capacity }: Terms,
): Competitor {
  const score = openScores(judged, entry.score);
  return { name: entry.name, score, cutoff: settleRanked(rankScores(score, judged.weight), entry.threshold, capacity) };
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
