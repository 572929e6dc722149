import { isInsufficient, known } from "../kernel/index.ts";
import {
  chooseCalibration,
  fitBeta,
  fitCalibrations,
  fitConformal,
  fitIsotonic,
  fitPlatt,
  type HeldOut,
} from "../learn/index.ts";
import type { Calibration, Conformal, Model } from "../model/index.ts";
import type { Head } from "../system/index.ts";
import type { FitPlan } from "./fit-plan.ts";
import { type HeadLabel, isLabelled } from "./head-label.ts";
import { joinNumbers, joinRows, pickRows } from "./join.ts";

/** What the planned fits said, raw, of the rows that they had not seen. */
export interface HeldScores {
  readonly head: Head;
  readonly label: HeadLabel;
  readonly plan: FitPlan;
  /** Fit by fit, in the order of the fit's scored rows. */
  readonly scores: readonly Float64Array[];
}

/** The maps of a model's outputs: one of a single probability, or one for each class or label. */
export type HeadCalibration = Pick<Model, "calibration" | "calibrations">;

const NONE: Calibration = { kind: "none" };
/** What is left to chance in choosing a calibration: how held-out rows are divided. */
const SEED = 0;

/**
 * The calibration that the scores of some fits teach; none for a head that wants none, or where they show one side alone.
 * Fitted on scores of unseen rows, because a model is too sure of the rows that it learned from.
 */
export function calibrateFrom(held: HeldScores, fits: readonly number[]): Calibration {
  return held.head.task === "binary" ? calibrationFrom(held, fits).calibration : NONE;
}

/** The same for any head: of several outputs each has its own map. */
export function calibrationFrom(held: HeldScores, fits: readonly number[]): HeadCalibration {
  const { head, label } = held;
  const width = Math.max(1, label.classes.length);
  if (head.calibration === "none" || fits.length === 0) return { calibration: NONE };
  const rows = heldRows(held, fits, width);
  if (head.task === "binary") return { calibration: fitOne(rows, head.calibration) };
  const signature = { task: head.task, features: [], classes: label.classes };
  const calibrations = fitCalibrations(rows, { signature, seed: SEED });
  return isInsufficient(calibrations) ? { calibration: NONE } : { calibration: NONE, calibrations };
}

function fitOne(rows: HeldOut, choice: Head["calibration"]): Calibration {
  if (choice === "chosen") {
    const chosen = chooseCalibration(rows, SEED);
    return isInsufficient(chosen) ? NONE : chosen.calibration;
  }
  const fitted = choice === "platt" ? fitPlatt(rows) : choice === "beta" ? fitBeta(rows) : fitIsotonic(rows);
  return isInsufficient(fitted) ? NONE : fitted;
}

/** How far off all the planned fits of a value were, so that it can come with an interval; nothing for other heads. */
export function conformalFrom(held: HeldScores, model: Model): { readonly conformal?: Conformal } {
  if (held.head.task !== "regression") return {};
  const fitted = fitConformal(model, heldRows(held, held.plan.judged, 1), { adaptive: true });
  return isInsufficient(fitted) ? {} : { conformal: fitted };
}

/** Maps of thousands of classes are learned from as many rows as give this many numbers, evenly spaced. */
const MOST_NUMBERS = 2_000_000;

/** The labelled rows of some fits, with what was said of them. */
function heldRows({ label, plan, scores }: HeldScores, fits: readonly number[], width: number): HeldOut {
  const rows = joinRows(fits.map((fit) => known(plan.fits[fit], "a fit").score));
  const said = joinNumbers(fits.map((fit) => known(scores[fit], "the scores of a fit")));
  const labelled = Int32Array.from(rows.keys()).filter((i) => isLabelled(label, rows[i] as number));
  const step = Math.max(1, Math.ceil((labelled.length * width) / MOST_NUMBERS));
  const kept = labelled.filter((_, i) => i % step === 0);
  return {
    scores: pickRows(said, kept, width),
    label: pickRows(
      label.values,
      kept.map((i) => rows[i] as number),
      label.perRow,
    ),
  };
}
