import { isInsufficient, known } from "../kernel/index.ts";
import { fitIsotonic, fitPlatt, type HeldOut } from "../learn/index.ts";
import type { Calibration } from "../model/index.ts";
import type { Head } from "../system/index.ts";
import type { LabelColumn } from "./dataset.ts";
import type { FitPlan } from "./fit-plan.ts";
import { joinNumbers, joinRows } from "./join.ts";

/** What the planned fits said, raw, of the rows that they had not seen. */
export interface HeldScores {
  readonly head: Head;
  readonly label: LabelColumn;
  readonly plan: FitPlan;
  /** Fit by fit, in the order of the fit's scored rows. */
  readonly scores: readonly Float64Array[];
}

/**
 * The calibration that the scores of some fits teach; none for a head that wants none, or where they show one side alone.
 * Fitted on scores of unseen rows, because a model is too sure of the rows that it learned from.
 */
export function calibrateFrom({ head, label, plan, scores }: HeldScores, fits: readonly number[]): Calibration {
  if (head.task !== "binary" || head.calibration === "none" || fits.length === 0) return { kind: "none" };
  const rows = joinRows(fits.map((fit) => known(plan.fits[fit], "a fit").score));
  const held = keepLabelled({
    scores: joinNumbers(fits.map((fit) => known(scores[fit], "the scores of a fit"))),
    label: Float64Array.from(rows, (row) => label.values[row] as number),
  });
  const fitted = head.calibration === "platt" ? fitPlatt(held) : fitIsotonic(held);
  return isInsufficient(fitted) ? { kind: "none" } : fitted;
}

function keepLabelled({ scores, label }: HeldOut): HeldOut {
  const isKnown = (_: number, i: number): boolean => !Number.isNaN(label[i] as number);
  return { scores: scores.filter(isKnown), label: label.filter(isKnown) };
}
