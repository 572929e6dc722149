import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { DEFAULT_LEVEL, type Estimate } from "../estimate.ts";
import { type Point, varies } from "../intervals/point.ts";

/** What was believed of a difference before it was measured. `flat`: nothing, every value is as likely as another. */
export type NormalPrior = "flat" | { readonly mean: number; readonly sd: number };

/** What is believed of a difference once it is measured. */
export interface Belief extends Estimate {
  readonly sd: number;
  /** Probability that the difference is above zero. */
  readonly better: number;
  /** 1 − `better`, without losing its digits. */
  readonly worse: number;
  /** What is lost on average by acting on it although it is below zero: E max(−difference, 0). */
  readonly lossIfTaken: number;
  /** What is lost on average by leaving it although it is above zero: E max(difference, 0). */
  readonly lossIfLeft: number;
}

/**
 * The belief in a difference that a normal prior and a measured point make together.
 * Gelman et al. Bayesian Data Analysis, 3rd edition, 2013, section 2.5.
 */
export function normalBelief(
  point: Point | Insufficient,
  prior: NormalPrior = "flat",
  level: number = DEFAULT_LEVEL,
): Belief | Insufficient {
  if (isInsufficient(point)) return point;
  if (!varies(point)) return insufficient("zero-variance");
  const { value, sd } = combine(point, prior);
  const half = normalQuantile((1 + level) / 2) * sd;
  const better = normalCdf(value / sd);
  const worse = normalCdf(-value / sd);
  const density = (sd * Math.exp(-(value ** 2) / (2 * sd ** 2))) / Math.sqrt(2 * Math.PI);
  return {
    ...{ value, low: value - half, high: value + half, level, sd, better, worse },
    lossIfTaken: Math.max(0, density - value * worse),
    lossIfLeft: Math.max(0, density + value * better),
  };
}

function combine({ value, variance }: Point, prior: NormalPrior): { readonly value: number; readonly sd: number } {
  if (prior === "flat") return { value, sd: Math.sqrt(variance) };
  const [measured, believed] = [1 / variance, 1 / prior.sd ** 2];
  return {
    value: (value * measured + prior.mean * believed) / (measured + believed),
    sd: 1 / Math.sqrt(measured + believed),
  };
}
