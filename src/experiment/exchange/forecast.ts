import type { PastForecast } from "../../evaluate/index.ts";
import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { criticalValue, DEFAULT_LEVEL, type Estimated } from "../../stats/index.ts";
import type { Delta } from "../archive/delta.ts";
import { type ExchangeRate, systemSlope } from "./rate.ts";

/** The next comparison, before it has run. */
export interface Candidate {
  readonly system: string;
  /** What its evaluation promises, with its error. */
  readonly delta: Delta;
  /** Of the interval. Default 0.95. */
  readonly level?: number;
}

/**
 * The true lift that a candidate with this delta should have, with a prediction interval: it covers what the rate is not
 * known to, how systems differ, how comparisons scatter around the rate, and the delta's own error, by which the delta is
 * pulled towards what deltas usually are. Insufficient where the rate is.
 */
export function forecastLift(
  rate: ExchangeRate | Insufficient,
  { system, delta, level = DEFAULT_LEVEL }: Candidate,
): Estimated {
  if (isInsufficient(rate)) return rate;
  const { model, covariance, forecastScatter } = rate;
  const total = model.spread ** 2 + delta.standardError ** 2;
  if (total === 0) return insufficient("metric-within-noise");
  const noise = delta.standardError ** 2 / total;
  const expected = delta.value + noise * (model.mean - delta.value);
  const uncertainty = (1 - noise) * delta.standardError ** 2;
  const slope = systemSlope(
    rate.pairs.filter((pair) => pair.system === system),
    model,
  );
  const value = model.intercept + slope.value * expected;
  const variance =
    quadratic(covariance, [slope.value * noise, 1, slope.fixed * expected]) +
    slope.variance * expected ** 2 +
    (slope.value ** 2 + slope.variance) * uncertainty +
    forecastScatter ** 2;
  const half = criticalValue(level, rate.df) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, level };
}

/** The forecast as the gate takes it. */
export function gateForecast(rate: ExchangeRate | Insufficient, metric: string, candidate: Candidate): PastForecast {
  const comparisons = isInsufficient(rate) ? (rate.have ?? 0) : rate.comparisons;
  return { metric, comparisons, lift: forecastLift(rate, candidate) };
}

function quadratic(matrix: ExchangeRate["covariance"], vector: readonly number[]): number {
  return matrix.reduce(
    (sum, row, i) =>
      sum + row.reduce((all, value, j) => all + value * (vector[i] as number) * (vector[j] as number), 0),
    0,
  );
}
