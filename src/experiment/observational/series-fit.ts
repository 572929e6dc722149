import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { Point } from "../../stats/index.ts";
import { dot, type LeastSquares, leastSquares } from "./least-squares.ts";

/** A regression over time: a row of regressors for each moment, in order. */
export interface SeriesRegression {
  readonly rows: readonly (readonly number[])[];
  readonly values: readonly number[];
}

/** Below so many moments the dependence of one on the next cannot be judged. */
export const SERIES_MINIMUM = 12;

/**
 * A contrast of a regression over time, with an error that holds when one moment resembles the next. First the
 * first-order dependence is judged by restricted likelihood and taken out (Prais, Winsten, 1954; REML fares best of the
 * methods compared by Turner and others, BMC Medical Research Methodology 21, 2021); what is left is covered by the
 * equal-weighted cosine estimator of the long-run variance with its t distribution on 0.41 n^⅔ degrees of freedom:
 * Lazarus, Lewis, Stock, Watson. HAR inference: recommendations for practice. Journal of Business & Economic Statistics
 * 36, 2018. See `slowPatterns` for what a regression on time asks of it.
 */
export function contrastOver(regression: SeriesRegression, contrast: readonly number[]): Point | Insufficient {
  const n = regression.rows.length;
  if (n < SERIES_MINIMUM) return insufficient("too-few-periods", { need: SERIES_MINIMUM, have: n });
  const whitened = whiten(regression, dependence(regression));
  const fit = leastSquares(whitened.rows, whitened.values);
  if (isInsufficient(fit)) return fit;
  const pull = pullOf(fit, contrast);
  const pulls = whitened.rows.map((row) => dot(row, pull));
  const patterns = slowPatterns({ ...fit, rows: whitened.rows, pulls });
  if (patterns.length < 2) return insufficient("too-few-periods", { need: SERIES_MINIMUM, have: n });
  const squares = patterns.reduce((sum, pattern) => sum + dot(pattern, fit.residuals) ** 2, 0);
  const variance = (dot(pulls, pulls) * squares) / patterns.length;
  return { value: dot(contrast, fit.coefficients), variance, df: patterns.length };
}

/** (XᵀX)⁻¹ c: how far a residual pulls the contrast, by its row. */
function pullOf({ inverse }: Pick<LeastSquares, "inverse">, contrast: readonly number[]): readonly number[] {
  return inverse.map((row) => dot(row, contrast));
}

interface Fitted extends Pick<LeastSquares, "inverse"> {
  readonly rows: SeriesRegression["rows"];
  /** How far each residual pulls the contrast. */
  readonly pulls: readonly number[];
}

/** A pattern of which the regression leaves less than this is one that it has taken for its own. */
const LEFT_OVER = 0.1;

/**
 * The slow cosines, as the contrast feels them, less what the regression takes of each, made orthogonal and of length 1:
 * under noise without memory, squares of the residuals along them are independent, and the t interval is exact. Without
 * this correction a regression on time takes the slowest cosines for its own trend, and the error is told too small.
 */
function slowPatterns({ rows, inverse, pulls }: Fitted): readonly (readonly number[])[] {
  const n = rows.length;
  const wanted = Math.max(2, Math.round(0.41 * n ** (2 / 3)));
  const patterns: (readonly number[])[] = [];
  for (let j = 1; j < n && patterns.length < wanted; j++) {
    const cosine = pulls.map((pull, t) => pull * Math.cos((Math.PI * j * (t + 0.5)) / n));
    const left = patterns.reduce(without, afterFit(cosine, rows, inverse));
    const length = Math.sqrt(dot(left, left));
    if (length ** 2 > LEFT_OVER * dot(cosine, cosine)) patterns.push(left.map((value) => value / length));
  }
  return patterns;
}

/** What the regression leaves of a pattern. */
function afterFit(
  pattern: readonly number[],
  rows: SeriesRegression["rows"],
  inverse: LeastSquares["inverse"],
): readonly number[] {
  const products = inverse.map((_, i) =>
    rows.reduce((sum, row, t) => sum + (row[i] as number) * (pattern[t] as number), 0),
  );
  const taken = inverse.map((row) => dot(row, products));
  return pattern.map((value, t) => value - dot(rows[t] as readonly number[], taken));
}

function without(pattern: readonly number[], direction: readonly number[]): readonly number[] {
  const along = dot(pattern, direction);
  return pattern.map((value, t) => value - along * (direction[t] as number));
}

const GRID = Array.from({ length: 95 }, (_, i) => (i - 45) / 50);

/** The first-order dependence under which the series is likeliest, by restricted likelihood, among −0.9, −0.88 … 0.98. */
function dependence(regression: SeriesRegression): number {
  const n = regression.rows.length;
  const columns = regression.rows[0]?.length ?? 0;
  const unlikely = GRID.map((rho) => {
    const whitened = whiten(regression, rho);
    const fit = leastSquares(whitened.rows, whitened.values);
    if (isInsufficient(fit)) return Infinity;
    return (n - columns) * Math.log(dot(fit.residuals, fit.residuals)) + fit.logDeterminant - Math.log(1 - rho ** 2);
  });
  return GRID[unlikely.indexOf(Math.min(...unlikely))] ?? 0;
}

/** Takes a first-order dependence out; the first moment is kept at its own weight. */
function whiten({ rows, values }: SeriesRegression, rho: number): SeriesRegression {
  const first = Math.sqrt(1 - rho ** 2);
  const less = (now: number, before: number | undefined): number =>
    before === undefined ? now * first : now - rho * before;
  return {
    rows: rows.map((row, t) => row.map((value, i) => less(value, rows[t - 1]?.[i]))),
    values: values.map((value, t) => less(value, values[t - 1])),
  };
}
