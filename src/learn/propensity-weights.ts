import { defineError, type ErrorConstructor, type Insufficient, insufficient } from "../kernel/index.ts";

/** Weights that make logged rows stand for all rows, and what they cost. */
export interface PropensityWeights {
  /** One per propensity, of mean 1. */
  readonly weights: Float64Array;
  /** So many equally weighted rows would be worth as much: (Σ w)² / Σ w² (Kish, 1965). */
  readonly effective: number;
  /** Rows whose weight was cut off at the cap: the bias that bought less variance. */
  readonly capped: number;
  /**
   * The share of Σ 1 / p that was cut off. The weighted mean of anything between 0 and 1 is off by at most this much: the
   * capped rows then stand for fewer than they should.
   */
  readonly lost: number;
}

interface BadPropensity {
  readonly row: number;
  readonly got: number | undefined;
}

/** A propensity that no logged row can have. */
export const propensityInvalid: ErrorConstructor<BadPropensity> = defineError("learn.propensity-invalid", {
  headline: "A propensity that cannot be",
  message: ({ row, got }: BadPropensity) =>
    `The propensity of what was done must be a number from 1e-100 to 1. Row ${row} has ${got ?? "none"}.`,
  hint: () => "Leave out the rows whose propensity was not recorded.",
});

/** What is less likely was not recorded right, and the square of its weight would be no number. */
const LEAST = 1e-100;

interface BadCap {
  readonly got: number;
}

/** A cap below every weight there is. */
export const capInvalid: ErrorConstructor<BadCap> = defineError("learn.cap-invalid", {
  headline: "A cap below all weights",
  message: ({ got }: BadCap) => `The cap must be a number, 1 or more: no weight 1 / p is less. Got ${got}.`,
  hint: () => "Try 20: no row then counts for more than twenty.",
});

/**
 * Training weights from the probability with which each logged row's action was taken: 1 / p, at most `cap`, divided
 * by their mean (Horvitz and Thompson, 1952; self-normalised: Swaminathan and Joachims, 2015). Insufficient:
 * `no-rows`. Throws `learn.propensity-invalid`, `learn.cap-invalid`.
 */
export function propensityWeights(
  propensities: Float64Array,
  { cap = Infinity }: { readonly cap?: number } = {},
): PropensityWeights | Insufficient {
  if (!(cap >= 1)) throw capInvalid({ got: cap });
  if (propensities.length === 0) return insufficient("no-rows", { need: 1, have: 0 });
  const raw = propensities.map((got, row) => {
    if (!(got >= LEAST && got <= 1)) throw propensityInvalid({ row, got });
    return Math.min(cap, 1 / got);
  });
  const sum = raw.reduce((all, weight) => all + weight, 0);
  const whole = propensities.reduce((all, p) => all + 1 / p, 0);
  const squares = raw.reduce((all, weight) => all + weight * weight, 0);
  return {
    weights: raw.map((weight) => (weight * raw.length) / sum),
    effective: (sum * sum) / squares,
    capped: propensities.reduce((count, p) => count + (1 / p > cap ? 1 : 0), 0),
    lost: 1 - sum / whole,
  };
}
