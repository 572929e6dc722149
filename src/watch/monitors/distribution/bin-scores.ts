import type { Measure } from "../evidence/measures.ts";

/** A number for each bin, chosen so that under the reference their mean is 0 and their variance 1. */
export type Scores = readonly number[];

/** What the bins of a number say of where it lies and how wide it is spread, by ranks: a value a thousand times as large does no more than one at the edge. */
export interface RankScores {
  readonly place: Scores;
  readonly width: Scores;
  /** The middle rank, 0 to 1, that a mean of `place` stands for, and how wide the spread is that a mean of `width` stands for. */
  readonly rankOf: (mean: number) => number;
  readonly widthOf: (mean: number) => number;
}

/** Rank scores of a reference's bins; undefined where nothing was counted. Wilcoxon, 1945; Mood, 1954. */
export function rankScores(reference: readonly number[]): RankScores | undefined {
  const total = reference.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const shares = reference.map((count) => count / total);
  let below = 0;
  const ranks = shares.map((share) => {
    const rank = below + share / 2;
    below += share;
    return rank - 0.5;
  });
  const place = standardised(ranks, shares);
  const width = standardised(
    place.scores.map((score) => score * score),
    shares,
  );
  return {
    place: place.scores,
    width: width.scores,
    rankOf: (mean) => 0.5 + place.mean + mean * place.sd,
    widthOf: (mean) => Math.sqrt(Math.max(0, width.mean + mean * width.sd)),
  };
}

/** How common the values of each bin are in the reference, on a logarithmic scale; undefined where nothing was counted. */
export function commonness(reference: readonly number[]): Scores | undefined {
  const total = reference.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const shares = reference.map((count) => (count + 0.5) / (total + reference.length / 2));
  return standardised(
    shares.map((share) => Math.log(share)),
    shares,
  ).scores;
}

function standardised(
  values: readonly number[],
  shares: readonly number[],
): { readonly scores: Scores; readonly mean: number; readonly sd: number } {
  const mean = values.reduce((sum, value, i) => sum + value * (shares[i] ?? 0), 0);
  const variance = values.reduce((sum, value, i) => sum + (value - mean) ** 2 * (shares[i] ?? 0), 0);
  // Where the reference knows one value only, any other one is as far off as can be.
  const sd = variance > 1e-12 ? Math.sqrt(variance) : 0.5;
  return { scores: values.map((value) => (value - mean) / sd), mean, sd };
}

/** Rows of the reference's variance that a period's own is drawn to, lest few equal values look certain. */
const DRAWN = 5;

/** The mean score of a period's bins; undefined where nothing was counted. */
export function meanScore(bins: readonly number[], scores: Scores): Measure | undefined {
  const { n, mean, squares } = scoreSpread(bins, scores);
  return n === 0 ? undefined : { value: mean, variance: (squares + DRAWN) / (n + DRAWN) / n };
}

/** How many values bins hold, their mean score, and their squared differences from it. */
export function scoreSpread(
  bins: readonly number[],
  scores: Scores,
): { readonly n: number; readonly mean: number; readonly squares: number } {
  let [n, sum, squares] = [0, 0, 0];
  for (const [bin, count] of bins.entries()) {
    const score = scores[bin] ?? 0;
    n += count;
    sum += count * score;
    squares += count * score * score;
  }
  const mean = n === 0 ? 0 : sum / n;
  return { n, mean, squares: Math.max(0, squares - n * mean * mean) };
}
