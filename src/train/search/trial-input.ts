import { known, rng } from "../../kernel/index.ts";
import type { LearnerRef, SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset.ts";
import type { FitInput } from "../fit-kernel.ts";
import type { PlannedFit } from "../fit-plan.ts";
import { type HeadLabel, isLabelled } from "../head-label.ts";
import { shareNumbers, shareTable } from "../share.ts";
import type { TrialInput } from "./trial-kernel.ts";

/** What every fit of a search has in common; columns lie in shared memory. */
export type Common = Omit<FitInput, "learner" | "params" | "base" | "train" | "score"> & Pick<HeadLabel, "perRow">;

interface Learnt {
  readonly head: string;
  readonly dataset: Dataset;
  readonly label: HeadLabel;
}

/** The head's part of a dataset, put where every thread can read it. */
export function commonInput(system: SystemDefinition, { head: name, dataset, label }: Learnt): Common {
  const head = known(system.heads[name], `head ${name}`);
  return {
    task: head.task,
    seed: system.seed,
    features: shareTable(dataset.features),
    label: shareNumbers(label.values),
    classes: label.classes,
    perRow: label.perRow,
    ...(head.task === "multilabel" || head.yesWeight === undefined ? {} : { yesWeight: head.yesWeight }),
  };
}

interface Tried {
  readonly fits: readonly PlannedFit[];
  readonly ref: LearnerRef;
  readonly share?: number;
}

/**
 * The fits of one trial. Less than all of the resource means fewer rows. Fewer rounds would cost less too, but would favour
 * large steps: what learns slowly and ends well would be thinned out.
 */
export function trialInput(common: Common, { fits, ref, share = 1 }: Tried): TrialInput {
  const { perRow: _, ...shared } = common;
  return fits.map(({ train, score }) => ({ ...shared, ...ref, score, train: labelledShare(common, train, share) }));
}

/** Rows with a label; of these a share, the same ones whatever else is tried. */
function labelledShare(common: Common, rows: Int32Array, share: number): Int32Array {
  const draws = rng({ seed: common.seed, purpose: "search.rows" });
  const label = { values: common.label, perRow: common.perRow };
  return rows.filter((row) => isLabelled(label, row) && (share === 1 || draws.at(row) < share));
}
