import type { Thompson } from "./explore.ts";

/**
 * What is known of how far a choice's outcome lies from what was expected of it: count, mean and sum of squared
 * deviations of `outcome − expectation`. Mergeable; nothing else of the outcomes is kept.
 */
export interface Residuals {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** Residuals by choice: plain data, kept in a release, whose policy version names them. */
export type Posteriors = Readonly<Record<string, Residuals>>;

/** Nothing was seen yet. */
export const UNSEEN: Residuals = Object.freeze({ count: 0, mean: 0, squares: 0 });

/** With one more outcome (Welford, 1962). One that is no finite number changes nothing. */
export function withResidual({ count, mean, squares }: Residuals, residual: number): Residuals {
  if (!Number.isFinite(residual)) return { count, mean, squares };
  const next = mean + (residual - mean) / (count + 1);
  return { count: count + 1, mean: next, squares: squares + (residual - mean) * (residual - next) };
}

/** Of both parts together (Chan, Golub and LeVeque, 1979). */
export function mergeResiduals(a: Residuals, b: Residuals): Residuals {
  const count = a.count + b.count;
  if (count === 0) return UNSEEN;
  const apart = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (apart * b.count) / count,
    squares: a.squares + b.squares + (apart * apart * a.count * b.count) / count,
  };
}

/** A normal distribution of what has to be added to an expectation. */
export interface Belief {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The belief after what was seen: a normal prior around 0 with the declared scale, and normal outcomes of the variance that
 * was seen (before two outcomes: of the scale).
 */
export function beliefOf({ scale }: Pick<Thompson, "scale">, { count, mean, squares }: Residuals = UNSEEN): Belief {
  if (count === 0) return { mean: 0, deviation: scale };
  const variance = count > 1 && squares > 0 ? squares / (count - 1) : scale * scale;
  const precision = 1 / (scale * scale) + count / variance;
  return { mean: ((count / variance) * mean) / precision, deviation: Math.sqrt(1 / precision) };
}
