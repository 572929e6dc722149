import type { LabelNews } from "../seen/seen.ts";
import type { DayScore } from "./usual-effect.ts";

/** Scores of the two parameters by which probabilities may have come to mean something else. */
export interface RecalibrationScore {
  /** Of what is added to all log-odds. */
  readonly gap: DayScore;
  /** Of by how much more than 1 log-odds grow with those foreseen, whatever is added to all. */
  readonly slope: DayScore;
}

/**
 * The score test of calibration: of intercept 0 and slope 1 in the regression of what happens on the log-odds that were foreseen.
 * Nothing is fitted, so few labels are enough. Cox. Two further applications of a model for binary regression. Biometrika 45, 1958.
 */
export function recalibrationScore({ gap, trend, variance: [level, slant, square] }: LabelNews): RecalibrationScore {
  const centre = level > 0 ? slant / level : 0;
  return {
    gap: { score: gap, information: level },
    slope: { score: trend - centre * gap, information: Math.max(0, square - centre * slant) },
  };
}
