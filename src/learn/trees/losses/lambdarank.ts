import { exp } from "../reference/exp.ts";
import { discountAt, gainOf, idealGain, listing, meanNdcg, ranked } from "./lists.ts";
import type { Labelled, Loss } from "./loss.ts";

/** Keeps 2^grade within what a sum of gains can tell apart. */
const HIGHEST_GRADE = 31;

/**
 * Pairs of a list in the wrong order push each other apart, the harder the more NDCG their exchange would change (Burges,
 * From RankNet to LambdaRank to LambdaMART, 2010), normalised by the list as in LightGBM. Only pairs with one of the first
 * `truncation` places count.
 */
export function lambdarankLoss(truncation: number, evalAt: number): Loss {
  const listsOf = listing();
  return {
    outputs: 1,
    link: "identity",
    labels: {
      allowed: `a relevance from 0 to ${HIGHEST_GRADE}`,
      accepts: (grade) => grade >= 0 && grade <= HIGHEST_GRADE,
    },
    base: () => [0],
    mean: (data, scores) => 1 - meanNdcg(listsOf(data), { label: data.label, scores, truncation: evalAt }),
    derive(data, scores, pairs) {
      pairs.fill(0);
      for (const list of listsOf(data)) pushApart(data, { order: ranked(list, scores), scores, pairs, truncation });
    },
  };
}

interface Ranking {
  /** A list's rows from the highest score down. */
  readonly order: Int32Array;
  readonly scores: Float64Array;
  readonly pairs: Float32Array;
  readonly truncation: number;
}

/** A list in its present order, with what has been pushed so far. */
interface Pushed {
  readonly gains: Float64Array;
  readonly discounts: Float64Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  total: number;
}

function pushApart({ label, weights }: Labelled, { order, scores, pairs, truncation }: Ranking): void {
  const ideal = idealGain(order, label, truncation);
  if (ideal <= 0) return;
  const own = Float64Array.from(order, (row) => scores[row] as number);
  const pushed: Pushed = {
    gains: Float64Array.from(order, (row) => gainOf(label[row] as number)),
    discounts: Float64Array.from(order, (_, place) => discountAt(place) / ideal),
    gradients: new Float64Array(order.length),
    hessians: new Float64Array(order.length),
    total: 0,
  };
  for (let i = 0; i < Math.min(truncation, order.length); i++) pushFrom(i, own, pushed);
  const norm = pushed.total > 0 ? Math.log2(1 + pushed.total) / pushed.total : 1;
  order.forEach((row, place) => {
    const weight = norm * (weights[row] as number);
    pairs[row * 2] = weight * (pushed.gradients[place] as number);
    pairs[row * 2 + 1] = weight * (pushed.hessians[place] as number);
  });
}

/** The pairs of one place with all that follow. `scores` are in the order of the list. */
function pushFrom(i: number, scores: Float64Array, pushed: Pushed): void {
  const { gains, discounts, gradients, hessians } = pushed;
  const closeness = scores[0] === scores.at(-1) ? () => 1 : (ahead: number) => 0.01 + Math.abs(ahead);
  for (let j = i + 1; j < scores.length; j++) {
    const apart = (gains[i] as number) - (gains[j] as number);
    if (apart === 0) continue;
    const ahead = (scores[i] as number) - (scores[j] as number);
    const stake = (Math.abs(apart) * ((discounts[i] as number) - (discounts[j] as number))) / closeness(ahead);
    const p = 1 / (1 + exp(apart > 0 ? ahead : -ahead));
    const push = stake * p;
    const toward = apart > 0 ? -push : push;
    gradients[i] = (gradients[i] as number) + toward;
    gradients[j] = (gradients[j] as number) - toward;
    hessians[i] = (hessians[i] as number) + push * (1 - p);
    hessians[j] = (hessians[j] as number) + push * (1 - p);
    pushed.total += 2 * push;
  }
}
