import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { chiSquareSurvival } from "../distributions/chi-square.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { DEFAULT_LEVEL, type Estimate } from "../estimate.ts";
import type { Point } from "../intervals/point.ts";

/** Several effects of one treatment, each drawn towards what all have in common as far as its noise demands. */
export interface Shrunk {
  /** The effect that they have in common. */
  readonly common: Estimate;
  /** The standard deviation of the true effects around it: how much they really differ. */
  readonly spread: number;
  /** Cochran's test of "all effects are the same": small where they differ. */
  readonly pValue: number;
  /** In the order given. */
  readonly effects: readonly Estimate[];
}

/** Fewer cannot say how much effects differ. */
export const SHRINKAGE_MINIMUM = 3;

interface Given {
  readonly value: number;
  readonly variance: number;
}

/** What follows when the spread is taken as known. */
interface Conditional {
  readonly logWeight: number;
  readonly mean: number;
  readonly meanVariance: number;
}

const GRID = 120;

/**
 * Shrinks effects by the normal hierarchical model, averaged over the spread's posterior instead of at one estimate of it,
 * so that an interval owns up to not knowing the spread. The spread's prior is half-t with 4 degrees of freedom
 * and twice the effects' typical standard error as its scale: weak, and yet it keeps few effects from looking wild. The largest of many noisy effects is pulled back by what its noise is worth: regression
 * to the mean is not reported. Needs {@link SHRINKAGE_MINIMUM} effects.
 * Gelman et al. Bayesian Data Analysis, 3rd edition, 2013, section 5.4; Gelman. Bayesian Analysis 1, 2006.
 */
export function shrink(points: readonly Point[], level: number = DEFAULT_LEVEL): Shrunk | Insufficient {
  if (points.length < SHRINKAGE_MINIMUM)
    return insufficient("too-few-segments", { need: SHRINKAGE_MINIMUM, have: points.length });
  const scale = Math.sqrt(points.length / points.reduce((sum, { variance }) => sum + 1 / variance, 0));
  if (!(scale > 0)) return insufficient("zero-variance");
  const spreads = Array.from({ length: GRID }, (_, i) => 2 * scale * Math.tan(angleOf(i)));
  const given = spreads.map((spread) => conditionalOn(points, spread));
  const logs = given.map(({ logWeight }, i) => logWeight + logPrior(Math.tan(angleOf(i)) ** 2));
  const top = Math.max(...logs);
  const raw = logs.map((logWeight) => Math.exp(logWeight - top));
  const whole = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / whole);
  const mix = (of: (i: number) => Given): Estimate =>
    mixture(
      weights,
      spreads.map((_, i) => of(i)),
      level,
    );
  return {
    common: mix((i) => ({ value: given[i]?.mean ?? 0, variance: given[i]?.meanVariance ?? 0 })),
    spread: weights.reduce((sum, weight, i) => sum + weight * (spreads[i] as number), 0),
    pValue: chiSquareSurvival(disagreement(points), points.length - 1),
    effects: points.map((point) => mix((i) => effectGiven(point, spreads[i] as number, given[i] as Conditional))),
  };
}

/** Equal steps of an angle: its tangent reaches from nothing to any spread. */
function angleOf(step: number): number {
  return ((step + 0.5) / GRID) * (Math.PI / 2);
}

/** The half-t density with 4 degrees of freedom, times how wide a step of the angle is there; `square` in its scale. */
function logPrior(square: number): number {
  return -2.5 * Math.log1p(square / 4) + Math.log1p(square);
}

/** Drops what cannot be estimated first; names and points stay together. */
export function shrinkable<T>(
  items: readonly T[],
  pointOf: (item: T) => Point | Insufficient,
): readonly { readonly item: T; readonly point: Point }[] {
  return items.flatMap((item) => {
    const point = pointOf(item);
    return isInsufficient(point) || !(point.variance > 0) ? [] : [{ item, point }];
  });
}

function conditionalOn(points: readonly Point[], spread: number): Conditional {
  const variances = points.map(({ variance }) => variance + spread ** 2);
  const total = variances.reduce((sum, variance) => sum + 1 / variance, 0);
  const mean = points.reduce((sum, { value }, i) => sum + value / (variances[i] as number), 0) / total;
  const fit = points.reduce((sum, { value }, i) => {
    const variance = variances[i] as number;
    return sum + Math.log(variance) + (value - mean) ** 2 / variance;
  }, 0);
  return { logWeight: -(Math.log(total) + fit) / 2, mean, meanVariance: 1 / total };
}

function effectGiven({ value, variance }: Point, spread: number, { mean, meanVariance }: Conditional): Given {
  const pull = variance / (variance + spread ** 2);
  return { value: value + pull * (mean - value), variance: (1 - pull) * variance + pull ** 2 * meanVariance };
}

function mixture(weights: readonly number[], parts: readonly Given[], level: number): Estimate {
  const value = parts.reduce((sum, part, i) => sum + (weights[i] as number) * part.value, 0);
  const variance = parts.reduce(
    (sum, part, i) => sum + (weights[i] as number) * (part.variance + (part.value - value) ** 2),
    0,
  );
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half, level };
}

/** Cochran's Q. Biometrics 10, 1954. */
function disagreement(points: readonly Point[]): number {
  const { mean } = conditionalOn(points, 0);
  return points.reduce((sum, { value, variance }) => sum + (value - mean) ** 2 / variance, 0);
}
