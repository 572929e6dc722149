import { known, rng } from "../../kernel/index.ts";
import { type Head, type LearnerRef, modelTask, type SystemDefinition, validationShare } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { type HeadLabel, isLabelled } from "../dataset/head-label.ts";
import type { FitInput } from "../fit/fit-kernel.ts";
import type { PlannedFit } from "../fit/fit-plan.ts";
import { goalsOf } from "../fit/goals.ts";
import { belongingOf } from "../fit/plan-for.ts";
import { type Belonging, divide } from "../fit/set-aside.ts";
import { shareNumbers, shareRows, shareTable } from "../fit/share.ts";
import { rowWeights } from "../weights/row-weights.ts";
import type { TrialInput } from "./trial-kernel.ts";

/** What every fit of a search has in common; columns lie in shared memory. */
export interface Common
  extends Omit<FitInput, "learner" | "params" | "base" | "train" | "watch" | "score">,
    Pick<HeadLabel, "perRow"> {
  readonly belonging: Belonging;
  /** The head as the file has it. */
  readonly head: Head;
}

interface Learnt {
  readonly head: string;
  readonly dataset: Dataset;
  readonly label: HeadLabel;
}

/** The head's part of a dataset, put where every thread can read it. */
export function commonInput(system: SystemDefinition, { head: name, dataset, label }: Learnt): Common {
  const head = known(system.heads[name], `head ${name}`);
  const weights = rowWeights(head, label);
  return {
    task: modelTask(head),
    ...goalsOf(system, head),
    seed: system.seed,
    features: shareTable(dataset.features),
    label: shareNumbers(label.values),
    classes: label.classes,
    perRow: label.perRow,
    ...(head.task === "ranking" && dataset.lists !== null ? { groups: shareRows(dataset.lists) } : {}),
    ...(weights === undefined ? {} : { weights: shareNumbers(weights) }),
    belonging: belongingOf(system, dataset),
    head,
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
  const { perRow: _, belonging, head, ...shared } = common;
  const aside = validationShare({ ...head, learner: ref });
  return fits.map(({ train, score }) => ({
    ...{ ...shared, ...ref, score },
    ...divide(belonging, labelledShare(common, train, share), aside),
  }));
}

/** Rows with a label; of these a share, the same ones whatever else is tried. */
function labelledShare(common: Common, rows: Int32Array, share: number): Int32Array {
  const draws = rng({ seed: common.seed, purpose: "search.rows" });
  const label = { values: common.label, perRow: common.perRow };
  return rows.filter((row) => isLabelled(label, row) && (share === 1 || draws.at(row) < share));
}
