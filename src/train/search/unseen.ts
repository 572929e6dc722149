import { known } from "../../kernel/index.ts";
import { calibrateOutputs } from "../../model/index.ts";
import { modelTask } from "../../system/index.ts";
import { briefCalibration, type HeldScores } from "../fit/calibrate-head.ts";
import { joinNumbers, joinRows } from "../fit/join.ts";

/** What models said of rows that they had not seen. */
export interface Unseen {
  readonly rows: Int32Array;
  /** Calibrated, row by row. */
  readonly scores: Float64Array;
  /** Scores of a row. */
  readonly outputs: number;
}

/** The judged rows of a plan, each fit's scores calibrated by the fits that may: as a training run does it. */
export function unseenBy(held: HeldScores): Unseen {
  const { plan, label } = held;
  const parts = plan.judged.map((fit) =>
    calibrated(held, plan.calibrators(fit), known(held.scores[fit], "the scores of a fit")),
  );
  const rows = joinRows(plan.judged.map((fit) => known(plan.fits[fit], "a fit").score));
  return { rows, scores: joinNumbers(parts), outputs: Math.max(1, label.classes.length) };
}

/** The scores of one more fit, calibrated by all fits of a plan: as the model that is served. */
export function unseenAfter(held: HeldScores, rows: Int32Array, scores: Float64Array): Unseen {
  const everyFit = held.plan.fits.map((_, fit) => fit);
  return {
    rows,
    scores: calibrated(held, everyFit, scores),
    outputs: Math.max(1, held.label.classes.length),
  };
}

/** Scores after what the scores of some fits teach. */
function calibrated(held: HeldScores, fits: readonly number[], scores: Float64Array): Float64Array {
  const { head, label } = held;
  const signature = { task: modelTask(head), features: [], classes: label.classes };
  return calibrateOutputs({ signature, ...briefCalibration(held, fits) }, scores.slice());
}
