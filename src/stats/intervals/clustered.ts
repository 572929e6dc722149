import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Comparison, Estimated } from "../estimate.ts";
import { sumOf } from "../sum.ts";
import type { ClusterTotals } from "./cluster-totals.ts";
import { comparisonOf, intervalOf, type Point } from "./point.ts";

interface Ratio {
  readonly value: number;
  readonly size: number;
}

/**
 * The ratio Σ sums / Σ sizes and its cluster-robust variance, m/(m−1) · Σ (sum − ratio · size)² / (Σ sizes)², over the
 * m clusters that hold anything; needs two. Cochran. Sampling Techniques, 3rd edition, 1977, equation 6.13.
 */
export function clusteredPoint(totals: ClusterTotals): Point | Insufficient {
  const { sums, sizes } = totals;
  const { value, size } = ratioOf(totals);
  let [m, squares] = [0, 0];
  for (let c = 0; c < sums.length; c++) {
    const [sum, weight] = [sums[c] as number, sizes[c] as number];
    if (sum === 0 && weight === 0) continue;
    const pull = (sum - value * weight) / size;
    m++;
    squares += pull * pull;
  }
  return pointOf(value, m, squares);
}

/** The mean of rows that come in clusters, with a t interval on clusters − 1 degrees of freedom. */
export function clusteredMean(totals: ClusterTotals, level?: number): Estimated {
  return intervalOf(clusteredPoint(totals), level);
}

/**
 * `a − b` of two ratios over the same clusters (cluster c of `a` is cluster c of `b`): what the two have in common
 * within a cluster cancels. For two models on the same rows, or a cross-over.
 */
export function pairedPoint(a: ClusterTotals, b: ClusterTotals): Point | Insufficient {
  const [ofA, ofB] = [ratioOf(a), ratioOf(b)];
  const [residualA, residualB] = [residualOf(a, ofA), residualOf(b, ofB)];
  const residual = (c: number) => (isEmpty(a, c) && isEmpty(b, c) ? undefined : residualA(c) - residualB(c));
  return pointFrom(ofA.value - ofB.value, a.sums.length, residual);
}

/** `a − b` of two ratios over the same clusters, with its interval and p-value. */
export function pairedDifference(a: ClusterTotals, b: ClusterTotals, level?: number): Comparison | Insufficient {
  return comparisonOf(pairedPoint(a, b), level);
}

function ratioOf({ sums, sizes }: ClusterTotals): Ratio {
  const size = sumOf(sizes);
  return { value: sumOf(sums) / size, size };
}

function isEmpty({ sums, sizes }: ClusterTotals, c: number): boolean {
  return sums[c] === 0 && sizes[c] === 0;
}

/** How far each cluster pulls the ratio from its value. */
function residualOf({ sums, sizes }: ClusterTotals, { value, size }: Ratio): (c: number) => number {
  return (c) => ((sums[c] as number) - value * (sizes[c] as number)) / size;
}

function pointFrom(value: number, clusters: number, residual: (c: number) => number | undefined): Point | Insufficient {
  let [m, squares] = [0, 0];
  for (let c = 0; c < clusters; c++) {
    const pull = residual(c);
    if (pull === undefined) continue;
    m++;
    squares += pull * pull;
  }
  return pointOf(value, m, squares);
}

/** The point of m clusters whose pulls have this sum of squares. */
function pointOf(value: number, m: number, squares: number): Point | Insufficient {
  if (m < 2) return insufficient("too-few-clusters", { need: 2, have: m });
  if (!Number.isFinite(value)) return insufficient("empty-denominator");
  return { value, variance: (squares * m) / (m - 1), df: m - 1 };
}
