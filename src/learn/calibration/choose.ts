import { type Insufficient, isInsufficient, rng } from "../../kernel/index.ts";
import { applyCalibration, type Calibration } from "../../model/index.ts";
import { fitBeta, fitIsotonic, fitPlatt } from "./calibrate.ts";
import type { HeldOut } from "./held-out.ts";

/** A way to calibrate. */
export type CalibrationKind = Calibration["kind"];

/** The map that was chosen, and what each kind's log loss was on rows that its maps were not fitted on. */
export interface ChosenCalibration {
  readonly calibration: Calibration;
  /** Weighted mean log loss, by kind; a kind that could not be fitted is absent. */
  readonly losses: Readonly<Partial<Record<CalibrationKind, number>>>;
}

/** Simpler ones first: a later one has to be better than chance would make it. */
const FITS: readonly (readonly [CalibrationKind, (held: HeldOut) => Calibration | Insufficient])[] = [
  ["none", () => ({ kind: "none" })],
  ["platt", fitPlatt],
  ["beta", fitBeta],
  ["isotonic", fitIsotonic],
];
const FOLDS = 5;

/**
 * Chooses between no map, Platt's, beta and isotonic by log loss on held-out rows: five folds of them, each judged by
 * maps fitted on the other four. A less simple kind is taken when its loss is lower by more than one standard error
 * of the paired difference. The chosen kind is then fitted on all rows. Insufficient: `no-rows`, `one-class`.
 */
export function chooseCalibration(held: HeldOut, seed: number): ChosenCalibration | Insufficient {
  const whole = fitPlatt(held);
  if (isInsufficient(whole)) return whole;
  const fold = Uint8Array.from(held.scores, (_, unit) => rng({ seed, unit, purpose: "calibration" }).integer(FOLDS));
  const judged = FITS.flatMap(([kind, teach]) => {
    const losses = lossesOf(held, fold, teach);
    const calibration = teach(held);
    return losses === undefined || isInsufficient(calibration) ? [] : [{ kind, losses, calibration }];
  });
  const best = judged.reduce((kept, next) => (isBetter(next.losses, kept.losses, held) ? next : kept));
  const losses = Object.fromEntries(judged.map(({ kind, losses: of }) => [kind, meanOf(of, held)]));
  return { calibration: best.calibration, losses };
}

/** Each row's log loss under a map that it did not teach; undefined where a fold's other rows teach none. */
function lossesOf(
  held: HeldOut,
  fold: Uint8Array,
  teach: (held: HeldOut) => Calibration | Insufficient,
): Float64Array | undefined {
  const losses = new Float64Array(held.scores.length);
  for (let f = 0; f < FOLDS; f++) {
    const map = teach(without(held, fold, f));
    if (isInsufficient(map)) return undefined;
    for (let row = 0; row < losses.length; row++)
      if (fold[row] === f)
        losses[row] = logLoss(applyCalibration(map, held.scores[row] as number), held.label[row] as number);
  }
  return losses;
}

function without({ scores, label, weights }: HeldOut, fold: Uint8Array, f: number): HeldOut {
  const isOther = (_: number, row: number): boolean => fold[row] !== f;
  const kept = { scores: scores.filter(isOther), label: label.filter(isOther) };
  return weights === undefined ? kept : { ...kept, weights: weights.filter(isOther) };
}

function logLoss(p: number, truth: number): number {
  return -Math.log(Math.max(1e-9, truth === 1 ? p : 1 - p));
}

function meanOf(losses: Float64Array, { weights }: HeldOut): number {
  let [sum, total] = [0, 0];
  losses.forEach((loss, row) => {
    const weight = weights?.[row] ?? 1;
    sum += weight * loss;
    total += weight;
  });
  return sum / total;
}

/** Whether the mean drop of the loss exceeds its standard error. */
function isBetter(next: Float64Array, kept: Float64Array, held: HeldOut): boolean {
  const drops = kept.map((loss, row) => loss - (next[row] as number));
  const mean = meanOf(drops, held);
  const variance = meanOf(
    drops.map((drop) => (drop - mean) ** 2),
    held,
  );
  return mean > Math.sqrt(variance / drops.length);
}
