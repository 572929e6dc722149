import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimate, normalCdf, normalQuantile } from "../../stats/index.ts";
import type { Delta } from "../archive/delta.ts";

/** Below so many comparisons nobody knows how large effects usually are. */
export const COMPARISONS_MINIMUM = 8;

/** What is believed of true effects once all measurements are seen together. */
export interface TrueEffects {
  /** How many effects there are. */
  readonly effects: number;
  /** A weighted sum of the true effects, one weight for each measurement: its mean and the interval that holds it. */
  sum(weights: readonly number[], level?: number): Estimate;
}

/** How effects may be spread, with its probability, and what all effects are around then. */
interface Spread {
  readonly spread: number;
  readonly probability: number;
  readonly mean: number;
  readonly meanVariance: number;
}

const NODES = 120;
/** Spreads less likely than this change no digit that anybody sees. */
const NEGLIGIBLE = 1e-9;

/**
 * Takes the luck out of measured effects. True effects are drawn from N(m, τ²), nothing being known of m and τ (flat),
 * and are measured with known errors. Whoever launches what measured best picks lucky measurements; what is believed of
 * an effect given all measurements does not depend on how it was picked, so sums over winners are unbiased, as far as
 * effects are normal. All measurements must go in, the losers' above all. Nothing being known of τ, a little of the luck
 * stays in: a twentieth with twenty-five measurements, a fifth with eight (`test/truth/full/ledger.ts`).
 *
 * Rubin. Estimation in parallel randomized experiments. Journal of Educational Statistics 6, 1981. The flat prior on τ:
 * Gelman. Prior distributions for variance parameters in hierarchical models. Bayesian Analysis 1, 2006. Selection:
 * Efron. Tweedie's formula and selection bias. JASA 106, 2011; the problem: Lee, Shen. Winner's curse: bias estimation
 * for total effects of features in online controlled experiments. KDD 2018.
 */
export function trueEffects(measured: readonly Delta[]): TrueEffects | Insufficient {
  if (measured.length < COMPARISONS_MINIMUM)
    return insufficient("too-few-comparisons", { need: COMPARISONS_MINIMUM, have: measured.length });
  const spreads = believedSpreads(measured);
  return { effects: measured.length, sum: (weights, level) => sumOf(measured, { spreads, weights, level }) };
}

function believedSpreads(measured: readonly Delta[]): readonly Spread[] {
  const unit = scaleOf(measured);
  const found = Array.from({ length: NODES }, (_, i) => {
    // The half line, folded into (0, 1) and cut into equal parts.
    const u = (i + 0.5) / NODES;
    const spread = (unit * u) / (1 - u);
    const { log, ...rest } = likelihood(measured, spread);
    return { spread, log: log - 2 * Math.log(1 - u), ...rest };
  });
  const highest = Math.max(...found.map(({ log }) => log));
  const masses = found.map(({ log }) => Math.exp(log - highest));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const spreads = found.map(({ log: _log, ...rest }, i) => ({ ...rest, probability: (masses[i] as number) / total }));
  return spreads.filter(({ probability }) => probability > NEGLIGIBLE);
}

/** About how large effects and errors are. */
function scaleOf(measured: readonly Delta[]): number {
  const mean = measured.reduce((sum, { value }) => sum + value, 0) / measured.length;
  const squares = measured.reduce((sum, { value, standardError }) => sum + (value - mean) ** 2 + standardError ** 2, 0);
  return Math.sqrt(squares / measured.length) || 1;
}

/** The logarithm of the likelihood of a spread, what the effects are around integrated out. */
function likelihood(
  measured: readonly Delta[],
  spread: number,
): Pick<Spread, "mean" | "meanVariance"> & { log: number } {
  let [precision, pull, log] = [0, 0, 0];
  for (const { value, standardError } of measured) {
    const weight = 1 / (standardError ** 2 + spread ** 2);
    precision += weight;
    pull += weight * value;
    log += Math.log(weight) / 2;
  }
  const mean = pull / precision;
  for (const { value, standardError } of measured)
    log -= (value - mean) ** 2 / (2 * (standardError ** 2 + spread ** 2));
  return { mean, meanVariance: 1 / precision, log: log - Math.log(precision) / 2 };
}

interface Sum {
  readonly spreads: readonly Spread[];
  readonly weights: readonly number[];
  readonly level: number | undefined;
}

interface Normal {
  readonly probability: number;
  readonly mean: number;
  readonly sd: number;
}

/** A weighted sum, believed to be a mixture of normals: one for each spread. */
function sumOf(measured: readonly Delta[], { spreads, weights, level = DEFAULT_LEVEL }: Sum): Estimate {
  const parts = spreads.map((spread) => normalOf(measured, weights, spread));
  const value = parts.reduce((sum, { probability, mean }) => sum + probability * mean, 0);
  const variance = parts.reduce(
    (sum, { probability, mean, sd }) => sum + probability * ((mean - value) ** 2 + sd ** 2),
    0,
  );
  // Nothing was weighed, or every effect is known exactly.
  if (variance === 0) return { value, low: value, high: value, level };
  const around = { mean: value, sd: Math.sqrt(variance) };
  const tail = (1 - level) / 2;
  return { value, low: quantile(parts, tail, around), high: quantile(parts, 1 - tail, around), level };
}

function normalOf(
  measured: readonly Delta[],
  weights: readonly number[],
  { spread, probability, mean: centre, meanVariance }: Spread,
): Normal {
  let [mean, variance, onCentre] = [0, 0, 0];
  for (const [i, { value, standardError }] of measured.entries()) {
    const weight = weights[i] ?? 0;
    const towards = standardError ** 2 / (standardError ** 2 + spread ** 2);
    mean += weight * ((1 - towards) * value + towards * centre);
    variance += weight ** 2 * (1 - towards) * standardError ** 2;
    onCentre += weight * towards;
  }
  return { probability, mean, sd: Math.sqrt(variance + onCentre ** 2 * meanVariance) };
}

/** Where a mixture of normals has so much probability to its left: Newton's steps, kept within what is known to hold it. */
function quantile(parts: readonly Normal[], p: number, { mean, sd }: Pick<Normal, "mean" | "sd">): number {
  let [low, high] = [mean - 40 * sd, mean + 40 * sd];
  let at = mean + normalQuantile(p) * sd;
  for (let turn = 0; turn < 60 && high - low > 1e-9 * sd; turn++) {
    const [left, density] = [leftOf(parts, at), densityAt(parts, at)];
    if (Math.abs(left - p) < 1e-9) return at;
    if (left < p) low = at;
    else high = at;
    const next = at - (left - p) / density;
    at = next > low && next < high ? next : (low + high) / 2;
  }
  return at;
}

function leftOf(parts: readonly Normal[], at: number): number {
  return parts.reduce((sum, { probability, mean, sd }) => sum + probability * normalCdf((at - mean) / sd), 0);
}

function densityAt(parts: readonly Normal[], at: number): number {
  return (
    parts.reduce(
      (sum, { probability, mean, sd }) => sum + (probability / sd) * Math.exp(-(((at - mean) / sd) ** 2) / 2),
      0,
    ) / Math.sqrt(2 * Math.PI)
  );
}
