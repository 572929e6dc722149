import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { criticalValue, type Estimated, intervalOf, type Point } from "../../stats/index.ts";
import { deltaVariance } from "./comoments.ts";
import { meanTerms, times } from "./estimator.ts";
import { LEAST_TELLING, mergeQuotients, noQuotients, type Quotients, quotientsOf, valuePoint } from "./quotients.ts";
import { effectiveOf } from "./telling.ts";
import type { Units } from "./units.ts";
import type { WeighedLog } from "./weigh.ts";

/** The least and the most that one decision can bring. */
export interface RewardRange {
  readonly low: number;
  readonly high: number;
}

/** Sums of weights that were cut off at a cap. They merge. */
export interface CappedSums {
  readonly cap: number;
  /** Beside the four columns of an estimate, the weights that are left: Σ min(weight, cap). */
  readonly sums: Quotients;
  /** Decisions whose weight was cut. */
  readonly cut: number;
}

/** What cutting weights off at one cap gives, and what it may hide. */
export interface Capped {
  readonly cap: number;
  /** The part of the decisions whose weight was cut. */
  readonly cut: number;
  /** The mean of min(weight, cap) · reward, whose interval is for sampling alone. */
  readonly value: Estimated;
  /** The part of what the judged policy does that is not counted: 1 − mean min(weight, cap). */
  readonly missing: number;
  /** Between these lies what the value lacks: `missing` times the least and the most reward. Null without a range. */
  readonly bias: { readonly low: number; readonly high: number } | null;
  /** Holds the true value whatever the uncounted part brings, sampling and bias together. */
  readonly honest: Estimated;
  readonly effective: number;
}

const BASE_COLUMNS = 4;

/**
 * Adds up a log with its weights cut off at a cap: less variance for a bias that is bounded. Ionides. Journal of Computational
 * and Graphical Statistics 17, 2008; the bound is that of Bottou et al. JMLR 14, 2013, section 4.4.
 */
export function cappedSums(log: WeighedLog, units: Units, cap: number): CappedSums {
  const { weight, reward } = log;
  const left = new Float64Array(weight.length);
  let cut = 0;
  for (let row = 0; row < left.length; row++) {
    const w = weight[row] as number;
    left[row] = Math.min(w, cap);
    if (w > cap) cut++;
  }
  const sums = quotientsOf([meanTerms(times(left, reward), log)], units, [left]);
  return { cap, sums, cut };
}

/** Nothing seen yet at a cap: the identity of {@link mergeCapped}. */
export function noCapped(cap: number): CappedSums {
  return { cap, sums: noQuotients(1, 1), cut: 0 };
}

/** The sums of both samples together, at the same cap. */
export function mergeCapped(a: CappedSums, b: CappedSums): CappedSums {
  return { cap: a.cap, sums: mergeQuotients(a.sums, b.sums), cut: a.cut + b.cut };
}

interface CappedOptions {
  readonly level: number;
  readonly rows: number;
  readonly range: RewardRange | undefined;
}

/** Tells a capped value with its bias from its sums. */
export function cappedOf({ cap, sums, cut }: CappedSums, { level, rows, range }: CappedOptions): Capped {
  const { means, n, products } = sums.moments;
  const [size, left] = [means[1] as number, means[BASE_COLUMNS] as number];
  const missing = rows === 0 ? 1 : Math.max(0, 1 - left / size);
  const squares = (products.at(-1) as number) + n * left ** 2;
  return {
    cap,
    cut: rows === 0 ? 0 : cut / rows,
    value: intervalOf(valuePoint(sums), level),
    missing,
    bias: range === undefined ? null : { low: missing * range.low, high: missing * range.high },
    honest: range === undefined ? insufficient("no-reward-range") : honestInterval(sums, range, level),
    effective: squares === 0 ? 0 : (n * left) ** 2 / squares,
  };
}

/**
 * Bounds of the true value by normal theory: what is counted is certain to sampling, and the rest brings between the least
 * and the most. Needs no overlap at all; without any it is the range itself.
 */
function honestInterval(sums: Quotients, range: RewardRange, level: number): Estimated {
  const [low, high] = [
    countedPoint(sums, { from: range.low, sign: 1 }),
    countedPoint(sums, { from: range.high, sign: -1 }),
  ];
  if (isInsufficient(low)) return low;
  if (isInsufficient(high)) return high;
  const reach = ({ variance, df }: Point): number => criticalValue(level, df) * Math.sqrt(variance);
  const { low: least, high: most } = range;
  const ends = {
    low: Math.max(least, least + low.value - reach(low)),
    high: Math.min(most, most - high.value + reach(high)),
  };
  return { value: (least + low.value + most - high.value) / 2, ...ends, level };
}

/** The mean of min(weight, cap) · (reward − from), or of its opposite: of what is never negative. */
function countedPoint(
  { moments, told }: Quotients,
  { from, sign }: { readonly from: number; readonly sign: 1 | -1 },
): Point | Insufficient {
  const { n, means } = moments;
  if (n < 2) return insufficient("too-few-rows", { need: 2, have: n });
  const [brought, size, left] = [means[0] as number, means[1] as number, means[BASE_COLUMNS] as number];
  const top = sign * (brought - from * left);
  const gradient = [sign / size, -top / size ** 2, 0, 0, (-sign * from) / size];
  return {
    value: top / size,
    variance: deltaVariance(moments, gradient),
    df: Math.max(LEAST_TELLING, effectiveOf(told, n)) - 1,
  };
}
