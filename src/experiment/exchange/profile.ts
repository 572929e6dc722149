import { criticalValue, sharedDf, studentSurvival } from "../../stats/index.ts";
import { type Best, type Fitter, hasSlopes } from "./fit.ts";
import type { Pair } from "./pairs.ts";
import { bySystem, type StructuralModel, sumsOf } from "./structural.ts";

/** The slopes that the pairs do not rule out, on the scale of the pairs. */
export interface SlopeInterval {
  readonly best: Best;
  readonly low: number;
  readonly high: number;
  /** Two-sided, of "the slope is zero". */
  readonly pValue: number;
  /** Degrees of freedom behind it. */
  readonly df: number;
}

/**
 * How far the deviance may rise. Likelihood ratios of few pairs are too sure of themselves; where the errors are normal
 * with an unknown variance, t² / df = exp(rise / (df + 1)) − 1 is exact, and the bound of χ² is its limit.
 */
function allowedRise(level: number, df: number): number {
  return (df + 1) * Math.log1p(criticalValue(level, df) ** 2 / df);
}

/** The p-value of a rise of the deviance, by the same rule. */
function pValueOf(rise: number, df: number): number {
  return 2 * studentSurvival(Math.sqrt(df * Math.expm1(Math.max(0, rise) / (df + 1))), df);
}

/**
 * The profile-likelihood interval of the slope; its ends are infinite where no slope however steep is ruled out, which
 * happens when the deltas are hardly more than noise. Satterthwaite's degrees of freedom: comparisons − 2 for what
 * scatters, systems − 1 for what differs between systems.
 */
export function slopeInterval(pairs: readonly Pair[], fitter: Fitter, level: number): SlopeInterval {
  const best = fitter.best();
  const df = degreesOfFreedom(pairs, best.model);
  const rise = allowedRise(level, df);
  const zero = fitter.at(0, best.model);
  return {
    best,
    low: -reach(best, { fitter, rise, sign: -1 }),
    high: reach(best, { fitter, rise, sign: 1 }),
    pValue: pValueOf(zero.deviance - best.deviance, df),
    df,
  };
}

function degreesOfFreedom(pairs: readonly Pair[], model: StructuralModel): number {
  const scattered = pairs.length - 2;
  if (!hasSlopes(pairs)) return scattered;
  const systems = [...bySystem(pairs).values()];
  const information = systems.reduce((sum, of) => {
    const { weight } = sumsOf(of, model);
    return sum + weight / (1 + model.slopeSpread ** 2 * weight);
  }, 0);
  const between = Math.min(1, (model.slopeSpread ** 2 / systems.length) * information);
  return sharedDf([between, systems.length - 1], [1 - between, scattered]);
}

/** No relation is told apart from a wall when it is this much steeper than the numbers' own spread. */
const STEEPEST = 1e3;

interface Search {
  readonly fitter: Fitter;
  readonly rise: number;
  readonly sign: 1 | -1;
}

/** How far the slope reaches to one side, as `sign` · slope; infinite when nothing stops it. */
function reach(best: Best, { fitter, rise, sign }: Search): number {
  const from = sign * best.model.slope;
  let inside = best;
  for (let stride = 0.05; stride < STEEPEST; stride *= 1.7) {
    const next = fitter.at(sign * (from + stride), inside.model);
    if (next.deviance - best.deviance > rise) {
      const over = (slope: number): number => fitter.at(sign * slope, inside.model).deviance - best.deviance - rise;
      return crossing(over, sign * inside.model.slope, from + stride);
    }
    inside = next;
  }
  return Infinity;
}

/** Where a rising function crosses zero between two places: bisection, to a thousandth of the way. */
function crossing(over: (at: number) => number, low: number, high: number): number {
  let [inside, outside] = [low, high];
  for (let turn = 0; turn < 12; turn++) {
    const middle = (inside + outside) / 2;
    if (over(middle) > 0) outside = middle;
    else inside = middle;
  }
  return (inside + outside) / 2;
}
