import { expectedMoney, type Stakes } from "../objective/index.ts";
import { clusteredMean, clusterTotals, type Estimated } from "../stats/index.ts";
import { actShares } from "./competitors.ts";
import type { Competitor, Judged } from "./judged.ts";

/** Money of every row for a competitor: expected over what it leaves to chance, real in what came true. */
export function moneyPerRow(judged: Judged, stakes: Stakes, who: Competitor): Float64Array {
  const shares = actShares(who);
  return judged.truth.map((truth, row) => expectedMoney(stakes, truth, shares[row] as number));
}

/** Mean money per decision with its interval; the rows of one entity count as one observation of their sum. */
export function valuePerDecision(judged: Judged, money: Float64Array): Estimated {
  const sums = money.map((amount, row) => amount * (judged.weight[row] as number));
  return clusteredMean(clusterTotals({ sums, sizes: judged.weight, clusters: judged.entity }));
}

/** Mean of the difference, row by row: what one competitor earns more than another on the same decisions. */
export function differencePerDecision(judged: Judged, mine: Float64Array, theirs: Float64Array): Estimated {
  return valuePerDecision(
    judged,
    mine.map((money, row) => money - (theirs[row] as number)),
  );
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
  const shares = actShares(who);
  const money = moneyPerRow(judged, stakes, who);
  const acted = shares.reduce((sum, share) => sum + share, 0);
  const hits = shares.reduce((sum, share, row) => sum + share * (judged.truth[row] as number), 0);
  return {
    name: who.name,
    money,
    perDecision: valuePerDecision(judged, money),
    actRate: judged.rows === 0 ? 0 : acted / judged.rows,
    hitRate: acted === 0 ? null : hits / acted,
  };
}
