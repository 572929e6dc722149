import type { FeatureSlot, Task } from "../../../model/index.ts";
import type { FitContext, TrainingSet } from "../../learner.ts";
import { type Doer, prepareTraining } from "../../training.ts";

/** A training set in the one order that does not depend on its columns' order, and the slots of its columns. */
export interface Checked {
  readonly set: TrainingSet;
  readonly slots: readonly FeatureSlot[];
}

/** What `prepareTraining` checks, for a learner that hands the rows on to its bases. Throws what that throws. */
export function checked(composed: Named, training: TrainingSet, context: FitContext): Checked {
  const { columns, slots, rows, label, weights, classes, groups } = prepareTraining(
    doerOf(composed),
    training,
    context,
  );
  const set = { features: { rows, columns }, label, classes };
  return {
    set: { ...set, ...(training.weights && { weights }), ...(groups && { groups }) },
    slots,
  };
}

interface Named {
  readonly name: string;
  readonly tasks: Readonly<Partial<Record<Task, Task>>>;
}

/** What only some bases take, such as soft labels, is for the bases to refuse. */
function doerOf({ name, tasks }: Named): Doer {
  return { name, tasks: Object.keys(tasks) as Task[], softLabels: true, unseenAreNegative: true };
}
