import { known, numberParam, type Param } from "../../kernel/index.ts";
import { type Model, scoreModel, type Task } from "../../model/index.ts";
import { type Bases, type Composed, defineComposed, type ResolvedLearner } from "../composed-learner.ts";
import type { FitContext, TrainingSet } from "../learner.ts";
import { takeTraining } from "../training.ts";
import { neverVaries } from "../training-labels.ts";
import { checked } from "./parts/checked.ts";
import { rowsWhere } from "./parts/columns.ts";
import { partContext } from "./parts/context.ts";
import { rowLosses, weightedMean } from "./parts/losses.ts";
import { namesParam } from "./parts/params.ts";
import { unitsOf } from "./parts/units.ts";

/** The parameters of a choice among candidates. */
export type BestOfParams = {
  readonly holdout: Param<number>;
  readonly together: Param<readonly string[]>;
};

const params: BestOfParams = {
  holdout: numberParam(0.25, { min: 0.01, max: 0.9, doc: "Share of the rows that the candidates are compared on." }),
  together: namesParam("Features whose equal values stay on one side of the split: an entity with several rows."),
};

/**
 * Fits every candidate on part of the rows, compares them on the rest by log loss (squared error, 1 − NDCG), and fits the
 * best one again on all rows. The candidates' losses are points 0, 1, 2 … of the curve `candidates`. The winner's loss is
 * the least of several, so it flatters: judge the model on rows outside of this training set.
 */
export const bestOf: Composed<BestOfParams, "several"> = defineComposed<BestOfParams, "several">({
  name: "bestOf",
  doc: "The best of several learners on rows held out from training.",
  reference: "Hastie, Tibshirani, Friedman. The elements of statistical learning, 2009, section 7.2",
  takes: "several",
  tasks: {
    binary: "binary",
    multiclass: "multiclass",
    hierarchical: "hierarchical",
    multilabel: "multilabel",
    regression: "regression",
    ranking: "ranking",
  },
  params,
  fit(training, { params: values, bases }, context) {
    const { set } = checked(bestOf, training, context);
    const best = known(bases[winner(set, { bases, ...values }, context)], "a candidate");
    return best.fit(set, context);
  },
});

interface Race {
  readonly bases: Bases;
  readonly holdout: number;
  readonly together: readonly string[];
}

/** The number of the best candidate; the first where too few rows are there to compare. */
function winner(set: TrainingSet, { bases, holdout, together }: Race, context: FitContext): number {
  const { task } = context;
  const unit = unitsOf(set, together, { seed: context.seed, purpose: "best of" });
  const isHeld = (row: number): boolean => (unit[row] as number) < holdout;
  const held = takeTraining(set, rowsWhere(unit.length, isHeld), task);
  const rest = takeTraining(
    set,
    rowsWhere(unit.length, (row) => !isHeld(row)),
    task,
  );
  if (held.features.rows === 0 || rest.features.rows === 0 || neverVaries(rest, task, true)) return 0;
  const losses = bases.map((base, i) => {
    const loss = lossOn(held, base.fit(rest, quiet(context, base)), task);
    context.onCurve?.("candidates", i, loss);
    context.onProgress?.((i + 1) / (bases.length + 1));
    return loss;
  });
  return losses.reduce((best, loss, i) => (isBetter(loss, losses[best] as number) ? i : best), 0);
}

/** A candidate whose loss is no number has gone astray: any other beats it. */
function isBetter(loss: number, than: number): boolean {
  return loss < than || (Number.isNaN(than) && !Number.isNaN(loss));
}

function quiet(context: FitContext, { name }: ResolvedLearner): FitContext {
  return partContext(context, { name, task: context.task, validation: context.validation });
}

function lossOn(held: TrainingSet, model: Model, task: Task): number {
  return weightedMean(rowLosses(task, held, scoreModel(model, held.features)), held.weights);
}
