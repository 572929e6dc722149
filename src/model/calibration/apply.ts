import { log } from "../../kernel/index.ts";
import { logit, sigmoid } from "../link.ts";
import type { Calibration, Model } from "../model.ts";
import { interpolate } from "./interpolate.ts";

/** The calibrated probability of a raw one, both in [0, 1]. */
export function applyCalibration(calibration: Calibration, probability: number): number {
  if (calibration.kind === "none") return probability;
  if (calibration.kind === "platt") return sigmoid(calibration.slope * logit(probability) + calibration.intercept);
  if (calibration.kind === "beta") {
    const { a, b, intercept } = calibration;
    return sigmoid(a * log(Math.max(1e-15, probability)) - b * log(Math.max(1e-15, 1 - probability)) + intercept);
  }
  return interpolate(calibration, probability);
}

/**
 * Calibrates a model's raw outputs (rows × outputs, row by row) in place: one probability by `calibration`, several
 * by `calibrations`, after which those of one class in several are shared out to sum to 1 again (Zadrozny and Elkan,
 * 2002).
 */
export function calibrateOutputs(
  { signature, calibration, calibrations }: Calibrated,
  scores: Float64Array,
): Float64Array {
  const { task } = signature;
  if (task === "binary" && calibration.kind !== "none")
    for (let i = 0; i < scores.length; i++) scores[i] = applyCalibration(calibration, scores[i] as number);
  if (calibrations === undefined || calibrations.length === 0) return scores;
  const width = calibrations.length;
  for (let i = 0; i < scores.length; i++)
    scores[i] = applyCalibration(calibrations[i % width] as Calibration, scores[i] as number);
  if (task !== "multilabel")
    for (let start = 0; start < scores.length; start += width) shareOut(scores.subarray(start, start + width));
  return scores;
}

type Calibrated = Pick<Model, "signature" | "calibration" | "calibrations">;

/** Equal shares where every class was calibrated to 0. */
function shareOut(shares: Float64Array): void {
  let sum = 0;
  for (const share of shares) sum += share;
  for (let k = 0; k < shares.length; k++) shares[k] = sum > 0 ? (shares[k] as number) / sum : 1 / shares.length;
}
