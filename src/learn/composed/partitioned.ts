import { integerParam, numberParam, type Param, type ParamValues } from "../../kernel/index.ts";
import type { FeatureSlot } from "../../model/index.ts";
import { type Composed, defineComposed } from "../composed-learner.ts";
import type { FitContext, TrainingSet } from "../learner.ts";
import { assemblePartitioned } from "./parts/assemble-partitioned.ts";
import { checked } from "./parts/checked.ts";
import { partContext } from "./parts/context.ts";
import { unseenLosses } from "./parts/cross-fit.ts";
import { keysUndeclared } from "./parts/errors.ts";
import { fitKey, type KeyFit, type KeyTrial } from "./parts/fit-key.ts";
import { foldsOf } from "./parts/fold.ts";
import { namesParam } from "./parts/params.ts";
import { type KeyRows, partitionPlan } from "./parts/partition-plan.ts";

/** The parameters of partitioned models. */
export type PartitionedParams = {
  readonly by: Param<readonly string[]>;
  readonly minRows: Param<number>;
  readonly folds: Param<number>;
  readonly alpha: Param<number>;
  readonly borrow: Param<number>;
};

const params: PartitionedParams = {
  by: namesParam('The features that make the key, from the coarsest: `["country", "city"]`.'),
  minRows: integerParam(50, { min: 10, doc: "Rows that a key needs to be tried." }),
  folds: integerParam(3, {
    min: 2,
    max: 20,
    doc: "Parts of the cross-fit in which a key is compared with its parent.",
  }),
  alpha: numberParam(0.01, {
    min: 1e-9,
    max: 0.5,
    doc: "How often a key's model may be kept that is no better than its parent.",
  }),
  borrow: numberParam(0.25, {
    min: 0,
    max: 1,
    doc: "What a row of a sibling weighs in a key's model: as many are drawn as the key has, 200 at most. 0: none.",
  }),
};

/**
 * One model for all rows, and one for each key where that is better: a city's, where it beats its country's, which must
 * beat the one for all. Each is compared with its parent on rows that neither has seen. A key that is unknown, thin or no
 * better is answered for by the next one up. Where it helps, a key's model also learns from rows of its siblings, at a
 * lower weight: with few rows of its own it then stays near its parent (a power prior; Ibrahim and Chen, 2000). Early
 * stopping serves the parent of all alone.
 */
export const partitioned: Composed<PartitionedParams, "one"> = defineComposed<PartitionedParams, "one">({
  name: "partitioned",
  doc: "A model per key, where it beats the one for all.",
  reference:
    "Gelman and Hill. Data analysis using regression and multilevel models. 2007, chapter 12 (partial pooling)",
  takes: "one",
  tasks: {
    binary: "binary",
    multiclass: "multiclass",
    hierarchical: "hierarchical",
    multilabel: "multilabel",
    regression: "regression",
  },
  params,
  check({ by }) {
    if (by.length === 0) throw keysUndeclared({ learner: "partitioned" });
  },
  fit(training, { params: values, bases: [base] }, context) {
    partitioned.check?.(values);
    const { task, seed, validation } = context;
    const { set, slots, plan, fold } = preparePartition(training, values, context);
    const parent = base.fit(set, partContext(context, { name: "parent", task, validation }));
    const losses = unseenLosses(base, { set, fold, folds: values.folds }, { task, seed });
    const kept: KeyFit[] = [];
    if (losses !== undefined)
      for (const keys of plan) kept.push(...fitLevel({ ...values, set, base, task, seed, fold, losses }, keys));
    context.onProgress?.(1);
    return assemblePartitioned({ by: values.by, parent, slots }, kept);
  },
});

/** What every fit of a partitioned model stands on. */
export interface PreparedPartition {
  /** Checked, its columns in order. */
  readonly set: TrainingSet;
  readonly slots: readonly FeatureSlot[];
  /** Level by level, the keys to try. */
  readonly plan: readonly (readonly KeyRows[])[];
  /** Row → fold. */
  readonly fold: Int32Array;
}

/** Checks the rows and plans the work. Throws what a learner's `fit` throws, and `learn.feature-missing`. */
export function preparePartition(
  training: TrainingSet,
  values: ParamValues<PartitionedParams>,
  context: FitContext,
): PreparedPartition {
  const { set, slots } = checked(partitioned, training, context);
  const fold = foldsOf(set, { k: values.folds, seed: context.seed, purpose: "partition folds" });
  return { set, slots, plan: partitionPlan(set, { ...values, seed: context.seed }), fold };
}

/** The keys of one level that are better off on their own; their losses take the place of their parents'. */
function fitLevel(trial: KeyTrial, keys: readonly KeyRows[]): readonly KeyFit[] {
  return keys.flatMap((each) => {
    const fit = fitKey(trial, each);
    fit?.losses.forEach((loss, i) => {
      trial.losses[each.rows[i] as number] = loss;
    });
    return fit === undefined ? [] : [fit];
  });
}
