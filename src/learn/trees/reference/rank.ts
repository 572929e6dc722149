import type { Ranking } from "../engine.ts";
import { exp } from "./exp.ts";
import { log2 } from "./log2.ts";

/** Scores further below the first than this count as so far below: no ratio of odds then leaves the doubles. */
const FARTHEST = -300;

/**
 * Pairs of a list in the wrong order push each other apart, the harder the more NDCG their exchange would change (Burges,
 * From RankNet to LambdaRank to LambdaMART, 2010), normalised by the list as in LightGBM.
 */
export function rank(ranking: Ranking): void {
  for (let list = 0; list + 1 < ranking.starts.length; list++) pushApart(ranking, list);
}

/** A list in its present order, with what has been pushed so far. */
interface Ordered {
  /** From the highest score down, then e^score up to a factor: the chance that i beats j is odds i / (odds i + odds j). */
  readonly scores: Float64Array;
  readonly odds: Float64Array;
  readonly gains: Float64Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  /** Pushes, of the next place and every second after it, and of those in between. */
  readonly totals: [number, number];
}

function pushApart(ranking: Ranking, list: number): void {
  const { rows, starts, scores, gains, weights, pairs, truncation } = ranking;
  const order = rows
    .slice(starts[list], starts[list + 1])
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const own = Float64Array.from(order, (row) => scores[row] as number);
  const ordered: Ordered = {
    scores: own,
    odds: own.map((score) => exp(Math.max(FARTHEST, score - (own[0] as number)))),
    gains: Float64Array.from(order, (row) => gains[row] as number),
    gradients: new Float64Array(order.length),
    hessians: new Float64Array(order.length),
    totals: [0, 0],
  };
  for (let i = 0; i < Math.min(truncation, order.length); i++) pushFrom(i, ordered, { ranking, list });
  const total = 2 * (ordered.totals[0] + ordered.totals[1]);
  const norm = total > 0 ? log2(1 + total) / total : 1;
  order.forEach((row, place) => {
    const weight = norm * (weights[row] as number);
    pairs[row * 2] = weight * (ordered.gradients[place] as number);
    pairs[row * 2 + 1] = weight * (ordered.hessians[place] as number);
  });
}

/** The pairs of one place with all that follow. */
function pushFrom(i: number, ordered: Ordered, { ranking, list }: { ranking: Ranking; list: number }): void {
  const { scores, odds, gains, gradients, hessians, totals } = ordered;
  const { discounts, stakes } = ranking;
  const nearest = scores[0] === scores.at(-1) ? 1 : 0.01;
  const pushed: [number, number] = [0, 0];
  const curved: [number, number] = [0, 0];
  for (let j = i + 1; j < scores.length; j++) {
    const apart = (gains[i] as number) - (gains[j] as number);
    const [winner, loser] = apart > 0 ? [odds[i] as number, odds[j] as number] : [odds[j] as number, odds[i] as number];
    const closeness = (scores[i] as number) - (scores[j] as number) + nearest;
    const share = 1 / ((winner + loser) * closeness);
    const stake = apart * ((discounts[i] as number) - (discounts[j] as number)) * (stakes[list] as number);
    const push = stake * (loser * share);
    const curve = Math.abs(push) * (winner * share * closeness);
    const lane = (j - i - 1) & 1;
    pushed[lane] = (pushed[lane] as number) + push;
    curved[lane] = (curved[lane] as number) + curve;
    totals[lane] = (totals[lane] as number) + Math.abs(push);
    gradients[j] = (gradients[j] as number) + push;
    hessians[j] = (hessians[j] as number) + curve;
  }
  gradients[i] = (gradients[i] as number) - (pushed[0] + pushed[1]);
  hessians[i] = (hessians[i] as number) + (curved[0] + curved[1]);
}
