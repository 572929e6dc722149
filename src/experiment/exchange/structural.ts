import type { Pair } from "./pairs.ts";

/** Keeps a variance off zero; numbers are scaled so that 1 is their own spread. */
const TINY = 1e-12;

/**
 * How true lifts come from true deltas. A comparison's true delta ξ is drawn from N(mean, spread²); its true lift is
 * intercept + slope of its system · ξ, give or take `scatter`; the slopes of the systems are drawn from
 * N(slope, slopeSpread²). What was measured is each of the two with its own known error.
 */
export interface StructuralModel {
  readonly mean: number;
  readonly spread: number;
  readonly intercept: number;
  readonly slope: number;
  readonly scatter: number;
  readonly slopeSpread: number;
}

/** What one pair says under a model: the delta as it most likely was, and how the measured lift should fall around it. */
export interface Expected {
  /** E(ξ | x): the measured delta, pulled towards the mean by as much as it is noise. */
  readonly delta: number;
  /** Var(ξ | x). */
  readonly uncertainty: number;
  /** The measured lift, less the intercept and what the deltas' error alone explains of it. */
  readonly lift: number;
  /** Variance of the measured lift around slope · delta, within its system. */
  readonly variance: number;
}

/** What a pair says under a model. */
export function expectedOf({ x, y, errorCovariance }: Pair, model: StructuralModel): Expected {
  const { mean, spread, intercept, slope, scatter, slopeSpread } = model;
  const total = spread ** 2 + x.standardError ** 2;
  const pull = total === 0 ? 0 : spread ** 2 / total;
  const shared = total === 0 ? 0 : errorCovariance / total;
  const uncertainty = pull * x.standardError ** 2;
  const error = y.standardError ** 2 - shared * errorCovariance - 2 * slope * pull * errorCovariance;
  return {
    delta: mean + pull * (x.value - mean),
    uncertainty,
    lift: y.value - intercept - shared * (x.value - mean),
    variance: Math.max(TINY, (slope ** 2 + slopeSpread ** 2) * uncertainty + scatter ** 2 + error),
  };
}

/** The sums over one system that its slope is judged by. */
export interface SystemSums {
  /** Σ delta² / variance. */
  readonly weight: number;
  /** Σ delta · residual / variance. */
  readonly pull: number;
}

/** The pairs of each system, in the order of their first. */
export function bySystem(pairs: readonly Pair[]): ReadonlyMap<string, readonly Pair[]> {
  return Map.groupBy(pairs, ({ system }) => system);
}

/** The model but for its intercept, which follows from the rest. */
export type Shape = Omit<StructuralModel, "intercept">;

/** How well a shape fits, and the intercept with which it fits best. */
export interface Fitted {
  /** −2 log of the restricted likelihood, constants left out. */
  readonly deviance: number;
  readonly intercept: number;
}

/** Sums over pairs: with `a` for the intercept, the squared distance is `square − 2 a · slant + a² · information`. */
interface Squares {
  readonly deviance: number;
  readonly square: number;
  readonly slant: number;
  readonly information: number;
}

/**
 * The likelihood of the pairs: of the deltas, and of the lifts given the deltas as normal with the exact means and
 * covariances of the model. Where all systems share one slope it is the exact likelihood of the structural
 * errors-in-variables model with known error variances: Fuller. Measurement Error Models, 1987, section 3.1. The
 * intercept is profiled out, and its uncertainty counted (Cox, Reid. Journal of the Royal Statistical Society B 49, 1987).
 */
export function fitOf(systems: Iterable<readonly Pair[]>, shape: Shape): Fitted {
  let [deviance, square, slant, information] = [0, 0, 0, 0];
  for (const pairs of systems) {
    const part = squaresOf(pairs, shape);
    deviance += part.deviance;
    square += part.square;
    slant += part.slant;
    information += part.information;
  }
  const intercept = slant / information;
  return { deviance: deviance + square - slant * intercept + Math.log(information), intercept };
}

/**
 * One system: its pairs share a slope that nobody knows, which is integrated out (Woodbury's identity). The same as
 * {@link expectedOf} for every pair, written out because a fit asks it a hundred thousand times.
 */
function squaresOf(pairs: readonly Pair[], { mean, spread, slope, scatter, slopeSpread }: Shape): Squares {
  const steep = slope ** 2 + slopeSpread ** 2;
  let [deviance, square, slant, ones, weight, pull, cross] = [0, 0, 0, 0, 0, 0, 0];
  for (const { x, y, errorCovariance } of pairs) {
    const noise = x.standardError ** 2;
    const total = spread ** 2 + noise + TINY;
    const off = x.value - mean;
    const kept = spread ** 2 / total;
    const shared = errorCovariance / total;
    const error = y.standardError ** 2 - shared * errorCovariance - 2 * slope * kept * errorCovariance;
    const variance = Math.max(TINY, steep * kept * noise + scatter ** 2 + error);
    const delta = mean + kept * off;
    const residual = y.value - shared * off - slope * delta;
    deviance += Math.log(total * variance) + (off * off) / total;
    square += (residual * residual) / variance;
    slant += residual / variance;
    ones += 1 / variance;
    weight += (delta * delta) / variance;
    pull += (delta * residual) / variance;
    cross += delta / variance;
  }
  const grown = 1 + slopeSpread ** 2 * weight;
  const known = slopeSpread ** 2 / grown;
  return {
    deviance: deviance + Math.log(grown),
    square: square - known * pull ** 2,
    slant: slant - known * pull * cross,
    information: ones - known * cross ** 2,
  };
}

/** A system's sums under a model. */
export function sumsOf(pairs: readonly Pair[], model: StructuralModel): SystemSums {
  let [weight, pull] = [0, 0];
  for (const pair of pairs) {
    const { delta, lift, variance } = expectedOf(pair, model);
    weight += delta ** 2 / variance;
    pull += (delta * (lift - model.slope * delta)) / variance;
  }
  return { weight, pull };
}
