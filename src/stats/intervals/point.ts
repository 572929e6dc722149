import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { studentQuantile, studentSurvival } from "../distributions/student.ts";
import { type Comparison, DEFAULT_LEVEL, type Estimate } from "../estimate.ts";

/**
 * An estimate before anybody chose a level: the number, the variance of that number (not of the data), and the degrees
 * of freedom behind the variance. Points are what differences and lifts are made of.
 */
export interface Point {
  readonly value: number;
  readonly variance: number;
  readonly df: number;
}

/** A standard error this small beside its value is rounding, not variation. */
const ROUNDING = 2 ** -50;

/** Whether the sample shows any variation at all. */
export function varies({ value, variance }: Point): boolean {
  return variance > 0 && variance > (value * ROUNDING) ** 2;
}

/** The t interval of a point. A variance of zero says that the sample cannot show how much it varies. */
export function intervalOf(point: Point | Insufficient, level: number = DEFAULT_LEVEL): Estimate | Insufficient {
  if (isInsufficient(point)) return point;
  if (!varies(point)) return insufficient("zero-variance");
  const half = criticalValue(level, point.df) * Math.sqrt(point.variance);
  return { value: point.value, low: point.value - half, high: point.value + half, level };
}

/** The t interval of a difference, and the two-sided p-value of "the true difference is zero". */
export function comparisonOf(point: Point | Insufficient, level: number = DEFAULT_LEVEL): Comparison | Insufficient {
  if (isInsufficient(point)) return point;
  const interval = intervalOf(point, level);
  if (isInsufficient(interval)) return interval;
  const t = Math.abs(point.value) / Math.sqrt(point.variance);
  return { ...interval, pValue: 2 * studentSurvival(t, point.df) };
}

/** How many standard errors a two-sided interval reaches to either side. */
export function criticalValue(level: number, df: number = Infinity): number {
  return studentQuantile((1 + level) / 2, df);
}

/**
 * `a − b` of two independent points, with the degrees of freedom of Satterthwaite (1946): Welch's comparison.
 * Welch. The generalization of "Student's" problem. Biometrika 34, 1947.
 */
export function differencePoint(a: Point | Insufficient, b: Point | Insufficient): Point | Insufficient {
  if (isInsufficient(a)) return a;
  if (isInsufficient(b)) return b;
  const variance = a.variance + b.variance;
  const df = sharedDf([a.variance, a.df], [b.variance, b.df]);
  return { value: a.value - b.value, variance, df };
}

/**
 * The relative lift `treatment / control − 1` of two independent points, by the delta method; 0.1 is +10 %.
 * Refused as `baseline-near-zero` where the control's mean lies within four standard errors of zero: the quotient's
 * distribution is no longer close to normal there.
 */
export function liftPoint(treatment: Point | Insufficient, control: Point | Insufficient): Point | Insufficient {
  if (isInsufficient(treatment)) return treatment;
  if (isInsufficient(control)) return control;
  if (control.value ** 2 <= 16 * control.variance) return insufficient("baseline-near-zero");
  const quotient = treatment.value / control.value;
  const fromTreatment = treatment.variance / control.value ** 2;
  const fromControl = (control.variance * quotient ** 2) / control.value ** 2;
  const df = sharedDf([fromTreatment, treatment.df], [fromControl, control.df]);
  return {
    value: (treatment.value - control.value) / Math.abs(control.value),
    variance: fromTreatment + fromControl,
    df,
  };
}

type Part = readonly [variance: number, df: number];

/** Satterthwaite's degrees of freedom for a sum of independent variance estimates. Biometrics Bulletin 2, 1946. */
export function sharedDf(...parts: readonly Part[]): number {
  const total = parts.reduce((sum, [variance]) => sum + variance, 0);
  const spread = parts.reduce((sum, [variance, df]) => sum + variance ** 2 / df, 0);
  return spread === 0 ? Infinity : total ** 2 / spread;
}
