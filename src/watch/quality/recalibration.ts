import { effectiveSize } from "../../stats/index.ts";
import type { LabelSeen } from "../seen/seen.ts";

/** How log-odds of what happens follow those that were predicted: intercept + slope × log-odds. 0 and 1 where all is well. */
export interface Recalibration {
  readonly intercept: number;
  readonly slope: number;
  /** Of the slope. */
  readonly variance: number;
}

const SUREST = 1e-4;
/** Known no better than by this standard deviation, a slope does not tell a head that is right from one that says nothing. */
const MOST_DEVIATION = 1;
/** Newton's method doubles its digits at each step. */
const STEPS = 25;

interface Point {
  readonly n: number;
  readonly x: number;
  readonly label: number;
}

interface Moved {
  readonly step: readonly [intercept: number, slope: number];
  readonly variance: number;
}

/**
 * Fits the recalibration of a probability from the bins of its calibration curve, each as if all of it were at its mean.
 * Undefined where it does not exist: one bin, or labels that are all alike; and where labels leave it open. Cox. Two further
 * applications of a model for binary regression. Biometrika 45, 1958.
 */
export function recalibration({
  calibration,
  labels,
}: Pick<LabelSeen, "calibration" | "labels">): Recalibration | undefined {
  const n = effectiveSize(labels);
  if (n < 20 || labels.mean <= 0 || labels.mean >= 1) return undefined;
  const points = calibration
    .filter(({ weight }) => weight > 0)
    .map(({ weight, predicted, label }): Point => ({ n: (weight / labels.weight) * n, x: logOdds(predicted), label }));
  let [intercept, slope, variance] = [0, 1, Number.NaN];
  for (let i = 0; i < STEPS; i++) {
    const moved = newton(points, intercept, slope);
    if (moved === undefined) return undefined;
    intercept += moved.step[0];
    slope += moved.step[1];
    variance = moved.variance;
    if (Math.abs(moved.step[0]) + Math.abs(moved.step[1]) < 1e-9) break;
  }
  return variance <= MOST_DEVIATION ** 2 ? { intercept, slope, variance } : undefined;
}

/** One step; undefined where the curvature is none. A step is never longer than 2. */
function newton(points: readonly Point[], intercept: number, slope: number): Moved | undefined {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (const { n, x, label } of points) {
    const p = 1 / (1 + Math.exp(-intercept - slope * x));
    const w = n * p * (1 - p);
    g0 += n * (label - p);
    g1 += n * (label - p) * x;
    h00 += w;
    h01 += w * x;
    h11 += w * x * x;
  }
  const det = h00 * h11 - h01 * h01;
  if (!(det > 1e-9 * h00 * h11)) return undefined;
  const step = [(h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det] as const;
  const size = Math.max(1, Math.hypot(...step) / 2);
  return { step: [step[0] / size, step[1] / size], variance: h00 / det };
}

function logOdds(p: number): number {
  const inside = Math.min(1 - SUREST, Math.max(SUREST, p));
  return Math.log(inside / (1 - inside));
}
