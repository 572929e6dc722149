import { countBelow } from "../kernel/index.ts";
import { logit, sigmoid } from "./link.ts";
import type { Calibration } from "./model.ts";

/** The calibrated probability of a raw one, both in [0, 1]. */
export function applyCalibration(calibration: Calibration, probability: number): number {
  if (calibration.kind === "none") return probability;
  if (calibration.kind === "platt") return sigmoid(calibration.slope * logit(probability) + calibration.intercept);
  return interpolate(calibration.from, calibration.to, probability);
}

/** Piecewise linear through the knots (`from` ascending), constant beyond the outer ones. */
function interpolate(from: readonly number[], to: readonly number[], x: number): number {
  const above = countBelow(from, x);
  if (above === 0) return to[0] as number;
  if (above === from.length) return to[above - 1] as number;
  const left = from[above - 1] as number;
  const share = (x - left) / ((from[above] as number) - left);
  const low = to[above - 1] as number;
  return low + share * ((to[above] as number) - low);
}
