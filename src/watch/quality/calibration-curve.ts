import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { effectiveSize } from "../../stats/index.ts";
import type { LabelSeen } from "../seen/seen.ts";

/** What was once seen of predictions of about one size. */
export interface Knot {
  readonly predicted: number;
  /** By how much labels were above predictions. */
  readonly excess: number;
  /** Of the excess: how well it is known. */
  readonly variance: number;
}

/** What probabilities are worth: the knots by what was predicted, ascending. */
export type CalibrationCurve = readonly Knot[];

/** As many labels are taken to have agreed with the prediction: what nobody saw is taken to be calibrated. */
const AGREEING = 4;
/** Fewer labels do not tell how good a head is. */
const FEWEST = 100;

/** What labels said of probabilities. Insufficient below 100 labels that count alike. */
export function calibrationCurve(seen: LabelSeen | undefined): CalibrationCurve | Insufficient {
  const labels = seen === undefined ? 0 : effectiveSize(seen.labels);
  if (seen === undefined || labels < FEWEST)
    return insufficient("too-few-labels", { need: FEWEST, have: Math.floor(labels) });
  const perWeight = labels / seen.labels.weight;
  return seen.calibration
    .filter(({ weight }) => weight > 0)
    .map(({ weight, predicted, label }): Knot => {
      const rows = weight * perWeight;
      const share = (rows * label + AGREEING * predicted) / (rows + AGREEING);
      return { predicted, excess: share - predicted, variance: (share * (1 - share)) / (rows + AGREEING) };
    })
    .sort((a, b) => a.predicted - b.predicted);
}

/**
 * The share of yes among scores like this one: the score, and what labels were above it once; between knots in a line, beyond
 * the outermost as there.
 */
export function calibrated(curve: CalibrationCurve, score: number): number {
  const after = curve.findIndex(({ predicted }) => predicted >= score);
  const above = curve.at(after < 0 ? -1 : after);
  const below = after > 0 ? curve[after - 1] : above;
  if (above === undefined || below === undefined) return score;
  const gap = above.predicted - below.predicted;
  const part = gap > 0 ? Math.min(1, (score - below.predicted) / gap) : 0;
  return Math.min(1, Math.max(0, score + below.excess + part * (above.excess - below.excess)));
}
