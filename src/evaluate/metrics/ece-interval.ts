import { insufficient } from "../../kernel/index.ts";
import { criticalValue, type Estimated, momentsOf, varianceOf } from "../../stats/index.ts";

/** A measured calibration error and what is known of its noise. */
export interface MeasuredGaps {
  /** Signed gap of each bin, as a share of all rows; the error is the sum of their sizes. */
  readonly gaps: Float64Array;
  /** Draws of the gaps' noise, around zero: one array per resample. */
  readonly noise: readonly Float64Array[];
}

/** How many standard errors a bin's true gap may be moved: far more than any level asks for. */
const REACH = 12;
/** Halves 24 standard errors down to a thousandth of one. */
const HALVINGS = 15;
/** Gaps are shares of all rows; less than this is rounding. */
const ROUNDING = 1e-12;

/** Σ |gap|: the calibration error of these gaps. */
export function sizeOf(gaps: Float64Array): number {
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0);
}

/**
 * The interval of Σ |gap|. Noise alone makes that sum positive, so it is not centred on the truth, and resampling only
 * adds the noise again. Instead a path of possible truths is walked, from all gaps zero (each shrunk towards zero by the
 * same number of its standard errors) to all gaps grown; the interval holds those under which the measured error would
 * not be extreme. One cluster alone shows no noise and gives `zero-variance`.
 */
export function gapInterval(measured: MeasuredGaps, level: number): Estimated {
  const value = sizeOf(measured.gaps);
  const errors = measured.gaps.map((_, b) => deviation(measured.noise.map((draw) => draw[b] as number)));
  const truthAt = (step: number) => measured.gaps.map((gap, b) => moved(gap, step * (errors[b] as number)));
  if (errors.every((error) => error < ROUNDING)) return insufficient("zero-variance");
  const extremity = (step: number) => standardised(value, truthAt(step), measured.noise);
  const z = criticalValue(level);
  const most = measured.gaps.reduce((far, gap, b) => Math.max(far, Math.abs(gap) / (errors[b] || 1)), REACH);
  const low = sizeOf(truthAt(crossing((step) => extremity(step) - z, -most)));
  const high = sizeOf(truthAt(crossing((step) => extremity(step) + z, -most)));
  return { value, low: Math.min(low, value), high: Math.min(1, Math.max(high, value)), level };
}

/** A gap grown by `by`, or shrunk to zero at most. */
function moved(gap: number, by: number): number {
  return (gap < 0 ? -1 : 1) * Math.max(0, Math.abs(gap) + by);
}

/** How many standard errors the measured value lies above what this truth and its noise would show. */
function standardised(value: number, truth: Float64Array, noise: readonly Float64Array[]): number {
  const shown = momentsOf(noise.map((draw) => shownBy(truth, draw)));
  return (value - shown.mean) / Math.sqrt(shown.m2 / (shown.n - 1));
}

function shownBy(truth: Float64Array, noise: Float64Array): number {
  let sum = 0;
  for (let b = 0; b < truth.length; b++) sum += Math.abs((truth[b] as number) + (noise[b] as number));
  return sum;
}

function deviation(values: readonly number[]): number {
  const variance = varianceOf(momentsOf(values));
  return typeof variance === "number" ? Math.sqrt(variance) : 0;
}

/** Where a falling function of the step crosses zero, by halving; `least` when it is below zero from the start. */
function crossing(f: (step: number) => number, least: number): number {
  let [left, right] = [least, REACH];
  if (f(left) <= 0) return left;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (left + right) / 2;
    if (f(middle) > 0) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}
