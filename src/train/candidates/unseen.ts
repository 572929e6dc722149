import { known } from "../../kernel/index.ts";
import { calibrateOutputs } from "../../model/index.ts";
import type { Compute } from "../../store/index.ts";
import { modelTask } from "../../system/index.ts";
import { calibrationsFrom, type HeldScores } from "../fit/calibrate-head.ts";
import { joinNumbers } from "../fit/join.ts";

/** Calibrated outputs for the judged rows of a plan, each fit's by the fits that may: as a training run has them. */
export async function calibratedUnseen(held: HeldScores, compute: Compute): Promise<Float64Array> {
  const { plan, head, label, scores } = held;
  const signature = { task: modelTask(head), features: [], classes: label.classes };
  const sets = plan.judged.map((fit) => plan.calibrators(fit));
  const calibrations = await calibrationsFrom(held, sets, compute);
  return joinNumbers(
    plan.judged.map((fit, i) =>
      calibrateOutputs(
        { signature, ...known(calibrations[i], "a calibration") },
        known(scores[fit], "the scores of a fit").slice(),
      ),
    ),
  );
}
