import { isInsufficient } from "../../kernel/index.ts";
import { chooseCalibration, fitBeta, fitCalibrations, fitIsotonic, fitPlatt, type HeldOut } from "../../learn/index.ts";
import type { Calibration, Model, Task } from "../../model/index.ts";
import type { Kernel } from "../../store/index.ts";
import type { Head } from "../../system/index.ts";

/** The maps of a model's outputs: one of a single probability, or one for each class or label. */
export type HeadCalibration = Pick<Model, "calibration" | "calibrations">;

/** Held-out rows, and what kind of map they are to teach. */
export interface CalibrationInput {
  readonly task: Task;
  readonly choice: Head["calibration"];
  readonly classes: readonly string[];
  readonly rows: HeldOut;
}

const NONE: Calibration = { kind: "none" };
/** What is left to chance in choosing a calibration: how held-out rows are divided. */
const SEED = 0;

/** Learns the maps of a head from held-out rows; none where they show one side alone. */
export function run({ task, choice, classes, rows }: CalibrationInput): HeadCalibration {
  if (task === "binary") return { calibration: fitOne(rows, choice) };
  const calibrations = fitCalibrations(rows, { signature: { task, features: [], classes }, seed: SEED });
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

/** The same work for another thread. */
export const calibrateKernel: Kernel<CalibrationInput, HeadCalibration> = {
  module: import.meta.url,
  run,
};
