import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Comoments } from "../moments/comoments.ts";

/** The means of k columns of the same rows, and how these means vary together. */
export interface MeanVector {
  readonly values: readonly number[];
  /** Of the means, not of the rows: the upper triangle, row by row. */
  readonly covariance: readonly number[];
  readonly df: number;
}

/** The means of independent rows; needs two. */
export function meanVector({ n, means, products }: Comoments): MeanVector | Insufficient {
  if (n < 2) return insufficient("too-few-rows", { need: 2, have: n });
  return { values: means, covariance: products.map((product) => product / (n - 1) / n), df: n - 1 };
}

/**
 * Means that count each stratum by its share of the whole population instead of by its share of this sample: what chance
 * made different between the strata's counts no longer matters. Needs two rows in each stratum that has a share.
 * Holt, Smith. Post stratification. JRSS A 142, 1979; Miratrix, Sekhon, Yu. JRSS B 75, 2013.
 */
export function stratifiedVector(strata: readonly Comoments[], shares: readonly number[]): MeanVector | Insufficient {
  const counted = strata.filter((_, s) => (shares[s] ?? 0) > 0);
  const least = Math.min(...counted.map(({ n }) => n));
  if (!(least >= 2)) return insufficient("too-few-rows", { need: 2, have: Number.isFinite(least) ? least : 0 });
  const weights = shares.filter((share) => share > 0);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const first = counted[0] as Comoments;
  const add = (pick: (stratum: Comoments, weight: number) => number): number =>
    counted.reduce((sum, stratum, s) => sum + pick(stratum, (weights[s] as number) / whole), 0);
  return {
    values: first.means.map((_, i) => add(({ means }, weight) => weight * (means[i] as number))),
    covariance: first.products.map((_, at) =>
      add(({ n, products }, weight) => (weight ** 2 * (products[at] as number)) / (n - 1) / n),
    ),
    df: counted.reduce((sum, { n }) => sum + n - 1, 0),
  };
}
