import { minimise } from "./minimise.ts";
import type { Pair } from "./pairs.ts";
import { bySystem, fitOf, type Shape, type StructuralModel } from "./structural.ts";

/** Pairs on a scale on which both numbers have a spread of 1, and the way back. */
export interface Scaled {
  readonly pairs: readonly Pair[];
  readonly x: number;
  readonly y: number;
}

/** The best model at one slope, or at the best of all. */
export interface Best {
  readonly model: StructuralModel;
  readonly deviance: number;
}

/** The spread of numbers around their mean; 1 where they do not vary. */
function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) || 1;
}

/** Brings deltas of a thousandth and lifts of a thousand to one scale. */
export function scaledPairs(pairs: readonly Pair[]): Scaled {
  const x = spreadOf(pairs.map((pair) => pair.x.value));
  const y = spreadOf(pairs.map((pair) => pair.y.value));
  const scale = ({ value, standardError }: Pair["x"], by: number) => ({
    value: value / by,
    standardError: standardError / by,
  });
  return {
    pairs: pairs.map((pair) => ({
      ...pair,
      x: scale(pair.x, x),
      y: scale(pair.y, y),
      errorCovariance: pair.errorCovariance / (x * y),
    })),
    x,
    y,
  };
}

/** Fewer comparisons of one system say nothing of how its slope differs from another's. */
const SLOPE_NEEDS = 3;

/** Whether the slopes of the systems can be told apart from scatter: two of them with a few comparisons each. */
export function hasSlopes(pairs: readonly Pair[]): boolean {
  return [...bySystem(pairs).values()].filter((of) => of.length >= SLOPE_NEEDS).length >= 2;
}

/** Fits the model to scaled pairs, over all slopes or at a fixed one. */
export interface Fitter {
  /** `near` is where to begin. */
  at(slope: number, near: StructuralModel): Best;
  best(): Best;
  /**
   * The scatter for a forecast. The likeliest is too often nothing at all, and a forecast that believes it too narrow; so
   * the likelihood is weighted by the variance itself: Li, Lahiri. An adjusted maximum likelihood method for solving small
   * area estimation problems. Journal of Multivariate Analysis 101, 2010; Morris, Tang. Statistical Science 26, 2011.
   */
  carefulScatter(best: Best): number;
}

/** Standard deviations have no sign: the search may step over zero. */
function shapeOf([mean, spread, scatter, slopeSpread = 0]: readonly number[], slope: number): Shape {
  const [at, wide, loose] = [mean, spread, scatter] as [number, number, number];
  return { mean: at, spread: Math.abs(wide), scatter: Math.abs(loose), slopeSpread: Math.abs(slopeSpread), slope };
}

/** Below this, systems are as good as alike; it keeps a logarithm finite. */
const NEVER_ALIKE = 1e-6;

/**
 * Fits scaled pairs. Of few systems the likeliest spread of their slopes is too often nothing at all, and then the interval
 * of the slope is too narrow; so the likelihood is weighted by that spread: Chung, Rabe-Hesketh, Dorie, Gelman, Liu. A
 * nondegenerate penalized likelihood estimator for variance parameters in multilevel models. Psychometrika 78, 2013.
 */
export function fitterOf(pairs: readonly Pair[]): Fitter {
  const systems = [...bySystem(pairs).values()];
  const slopes = hasSlopes(pairs);
  const found = (shape: Shape): Best => {
    const { deviance, intercept } = fitOf(systems, shape);
    const weight = slopes ? 2 * Math.log(Math.max(NEVER_ALIKE, shape.slopeSpread)) : 0;
    return { model: { ...shape, intercept }, deviance: deviance - weight };
  };
  const begin = ({ mean, spread, scatter, slopeSpread }: Shape): readonly number[] => [
    mean,
    Math.max(0.05, spread),
    Math.max(0.05, scatter),
    ...(slopes ? [Math.max(0.05, slopeSpread)] : []),
  ];
  const steps = slopes ? [0.2, 0.3, 0.3, 0.3] : [0.2, 0.3, 0.3];
  return {
    at: (slope, near) => {
      const f = (p: readonly number[]): number => found(shapeOf(p, slope)).deviance;
      const { at } = minimise(f, { start: begin(near), steps, tolerance: 1e-5 });
      return found(shapeOf(at, slope));
    },
    best: () => {
      const tries = STARTS.map((slope) => {
        const start = [slope, ...begin(startOf(pairs, slope))];
        const f = ([at = 0, ...rest]: readonly number[]): number => found(shapeOf(rest, at)).deviance;
        const { at } = minimise(f, { start, steps: [0.3, ...steps] });
        return found(shapeOf(at.slice(1), at[0] as number));
      });
      return tries.reduce((best, one) => (one.deviance < best.deviance ? one : best));
    },
    carefulScatter: ({ model }) => {
      const f = ([log = 0]: readonly number[]): number =>
        found({ ...model, scatter: Math.exp(log) }).deviance - 4 * log;
      return Math.exp(minimise(f, { start: [Math.log(Math.max(0.1, model.scatter))], steps: [0.3] }).at[0] as number);
    },
  };
}

/** On the common scale a relation is seldom steeper than this; the search goes further when it must. */
const STARTS = [0, 0.7, -0.7] as const;

function startOf(pairs: readonly Pair[], slope: number): Shape {
  const mean = pairs.reduce((sum, { x }) => sum + x.value, 0) / pairs.length;
  const noise = pairs.reduce((sum, { x }) => sum + x.standardError ** 2, 0) / pairs.length;
  return { mean, spread: Math.sqrt(Math.max(0.1, 1 - noise)), scatter: 0.5, slopeSpread: 0.2, slope };
}
