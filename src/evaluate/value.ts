import { expectedMoney, type Stakes } from "../objective/index.ts";
import { actProbability } from "../policy/index.ts";
import { addUp, clusteredMean, DEFAULT_LEVEL, denseClusters, type Estimated } from "../stats/index.ts";
import { actShares } from "./competitors.ts";
import type { Competitor, Decisions, Judged } from "./judged.ts";

/** Money of every row for a competitor: expected over what it leaves to chance, real in what came true. */
export function moneyPerRow({ truth }: Judged, stakes: Stakes, { score, cutoff }: Competitor): Float64Array {
  const money = new Float64Array(truth.length);
  for (let row = 0; row < money.length; row++)
    money[row] = expectedMoney(stakes, truth[row] as number, actProbability(cutoff, score[row] as number));
  return money;
}

/**
 * Prepares means over the judged rows: per row what it came to, in; the mean per decision with its interval, out. The rows
 * of one entity count as one observation of their sum.
 */
export function meansOver({ entity, weight }: Decisions): (perRow: Float64Array) => Estimated {
  const { numbers, count } = denseClusters(entity);
  const sizes = addUp(weight, numbers, count);
  return (perRow) => {
    const weighted = new Float64Array(perRow.length);
    for (let row = 0; row < weighted.length; row++) weighted[row] = (perRow[row] as number) * (weight[row] as number);
    return clusteredMean({ sums: addUp(weighted, numbers, count), sizes });
  };
}

/** Mean money per decision with its interval; see {@link meansOver} for more than one mean over the same rows. */
export function valuePerDecision(judged: Decisions, money: Float64Array): Estimated {
  return meansOver(judged)(money);
}

/** Row by row, what one competitor earns more than another on the same decisions. */
export function subtractMoney(mine: Float64Array, theirs: Float64Array): Float64Array {
  return mine.map((money, row) => money - (theirs[row] as number));
}

/** What a competitor did and what came of it. */
export interface Valued {
  readonly name: string;
  readonly money: Float64Array;
  readonly perDecision: Estimated;
  /** Share of decisions acted on. */
  readonly actRate: number;
  /** Share of the acted decisions whose truth was yes; null when none was acted on. */
  readonly hitRate: number | null;
}

/** Judges one competitor in money. */
export function valued(judged: Judged, stakes: Stakes, who: Competitor): Valued {
  const money = moneyPerRow(judged, stakes, who);
  const { decisions, acted, hits } = countActions(judged, actShares(who));
  return {
    name: who.name,
    money,
    perDecision: acted === 0 && decisions > 0 ? valueOfResting(judged, stakes, money) : valuePerDecision(judged, money),
    actRate: decisions === 0 ? 0 : acted / decisions,
    hitRate: acted === 0 ? null : hits / acted,
  };
}

/** Where resting comes to the same whatever is true, what it comes to is known and not estimated. */
function valueOfResting(judged: Judged, { money: { otherwise } }: Stakes, money: Float64Array): Estimated {
  const { yes, no } = otherwise;
  return yes === no ? { value: yes, low: yes, high: yes, level: DEFAULT_LEVEL } : valuePerDecision(judged, money);
}

function countActions(
  { truth, weight }: Judged,
  shares: Float64Array,
): { readonly decisions: number; readonly acted: number; readonly hits: number } {
  let [decisions, acted, hits] = [0, 0, 0];
  for (let row = 0; row < shares.length; row++) {
    const weighs = weight[row] as number;
    const acts = weighs * (shares[row] as number);
    decisions += weighs;
    acted += acts;
    hits += acts * (truth[row] as number);
  }
  return { decisions, acted, hits };
}
