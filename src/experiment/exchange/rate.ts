import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { type Comparison, criticalValue, DEFAULT_LEVEL, type Estimate } from "../../stats/index.ts";
import { type ArchivedComparison, MONEY_PER_DECISION } from "../archive/comparison.ts";
import { fitterOf, hasSlopes, scaledPairs } from "./fit.ts";
import { type ExchangeQuestion, type LeftOutReason, type Pair, pairsOf } from "./pairs.ts";
import { slopeInterval } from "./profile.ts";
import { bySystem, type StructuralModel, sumsOf } from "./structural.ts";
import { type Covariance, covarianceOf } from "./uncertainty.ts";

/** Below so many comparisons nothing is said of a relation. */
export const EXCHANGE_MINIMUM = 10;

/** What one system's comparisons say of its own rate, pulled towards all systems' as far as they are few. */
export interface SystemRate {
  readonly system: string;
  readonly comparisons: number;
  readonly rate: Estimate;
}

/** What one unit of a metric has been worth in another, learned from finished randomised comparisons. Plain data. */
export interface ExchangeRate {
  readonly kind: "exchange-rate";
  readonly where: "offline" | "online";
  readonly metric: string;
  readonly target: string;
  /** What the target is counted in. */
  readonly currency: string;
  /** Of the target, for 1 of the metric, in a system like these: a profile-likelihood interval. */
  readonly rate: Comparison;
  readonly comparisons: number;
  readonly systems: readonly SystemRate[];
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** The pairs themselves, for a plot. */
  readonly pairs: readonly Pair[];
  /** What was fitted, in the metrics' own units. */
  readonly model: StructuralModel;
  /** How far lifts scatter, for a forecast: never nothing, as the likeliest `model.scatter` often is. */
  readonly forecastScatter: number;
  /** Of the model's mean, intercept and slope, in that order. */
  readonly covariance: Covariance;
  readonly df: number;
  readonly basis: "randomised";
}

export interface ExchangeOptions {
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
}

/**
 * The exchange rate of a metric. Insufficient: `too-few-comparisons` below {@link EXCHANGE_MINIMUM}; `metric-within-noise`
 * when the measured deltas differ by hardly more than their own errors, so that no rate however steep is ruled out.
 */
export function exchangeRate(
  comparisons: readonly ArchivedComparison[],
  question: ExchangeQuestion,
  { level = DEFAULT_LEVEL }: ExchangeOptions = {},
): ExchangeRate | Insufficient {
  const { pairs, leftOut, currency } = pairsOf(comparisons, question);
  if (pairs.length < EXCHANGE_MINIMUM)
    return insufficient("too-few-comparisons", { need: EXCHANGE_MINIMUM, have: pairs.length });
  const scaled = scaledPairs(pairs);
  const fitter = fitterOf(scaled.pairs);
  const found = slopeInterval(scaled.pairs, fitter, level);
  if (!(Number.isFinite(found.low) && Number.isFinite(found.high))) return insufficient("metric-within-noise");
  const per = scaled.y / scaled.x;
  const { model } = found.best;
  const rate = { value: model.slope * per, low: found.low * per, high: found.high * per };
  const covariance = covarianceOf(scaled.pairs, model);
  const { where = "offline", metric, target = MONEY_PER_DECISION } = question;
  const all = { value: model.slope, low: found.low, high: found.high, level };
  const systems = systemRates(scaled.pairs, { model, all, df: found.df });
  return {
    kind: "exchange-rate",
    ...{ where, metric, target, currency, leftOut, pairs, df: found.df, comparisons: pairs.length },
    rate: { ...rate, level, pValue: found.pValue },
    systems: systems.map((of) => ({ ...of, rate: timesBy(of.rate, per) })),
    model: unscaled(model, scaled),
    forecastScatter: fitter.carefulScatter(found.best) * scaled.y,
    covariance: rescaled(covariance, [scaled.x, scaled.y, per]),
    basis: "randomised",
  };
}

function timesBy({ value, low, high, level }: Estimate, by: number): Estimate {
  return { value: value * by, low: low * by, high: high * by, level };
}

interface Fit {
  readonly model: StructuralModel;
  /** Of all systems' slope. */
  readonly all: Estimate;
  readonly df: number;
}

/**
 * Each system's own slope: the best linear prediction. Robinson. That BLUP is a good thing. Statistical Science 6, 1991. Its
 * interval is that of all systems' slope, as far as it rests on it, widened by what is its own.
 */
function systemRates(pairs: readonly Pair[], { model, all, df }: Fit): readonly SystemRate[] {
  return [...bySystem(pairs)].map(([system, own]) => {
    const { value, fixed, variance } = systemSlope(own, model);
    const ownHalf = criticalValue(all.level, df) * Math.sqrt(variance);
    const low = value - Math.hypot(fixed * (all.value - all.low), ownHalf);
    const high = value + Math.hypot(fixed * (all.high - all.value), ownHalf);
    return { system, comparisons: own.length, rate: { value, low, high, level: all.level } };
  });
}

/** A system's slope, how much of it is all systems' slope, and its variance were that one known. */
export function systemSlope(
  own: readonly Pair[],
  model: StructuralModel,
): { readonly value: number; readonly fixed: number; readonly variance: number } {
  const { weight, pull } = sumsOf(own, model);
  const fixed = 1 / (1 + model.slopeSpread ** 2 * weight);
  const variance = model.slopeSpread ** 2 * fixed;
  return { value: model.slope + variance * pull, fixed, variance };
}

/** The model in the metrics' own units. */
function unscaled(model: StructuralModel, { x, y }: { readonly x: number; readonly y: number }): StructuralModel {
  return {
    mean: model.mean * x,
    spread: model.spread * x,
    intercept: model.intercept * y,
    slope: (model.slope * y) / x,
    scatter: model.scatter * y,
    slopeSpread: (model.slopeSpread * y) / x,
  };
}

function rescaled(covariance: Covariance, scale: readonly [number, number, number]): Covariance {
  return covariance.map((row, i) =>
    row.map((value, j) => value * (scale[i] as number) * (scale[j] as number)),
  ) as unknown as Covariance;
}

/** Whether each system has a rate of its own, or there were too few comparisons to tell them apart. */
export function differsBySystem({ pairs }: Pick<ExchangeRate, "pairs">): boolean {
  return hasSlopes(pairs);
}
