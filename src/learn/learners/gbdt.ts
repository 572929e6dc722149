import type { Model } from "../../model/index.ts";
import { defineLearner, type FitContext, type Learner, type TrainingSet } from "../learner.ts";
import { type Prepared, prepareTraining, prepareValidation } from "../training.ts";
import { balanced } from "../trees/boosting/balance.ts";
import { boost } from "../trees/boosting/boost.ts";
import { earlierBody, earlierScores, joinBodies } from "../trees/boosting/earlier.ts";
import type { BoostInput } from "../trees/boosting/state.ts";
import { forestOfEquals } from "../trees/errors.ts";
import { forestOf } from "../trees/forest.ts";
import { checkConstraints } from "../trees/growing/constraints.ts";
import { checkLabels, lossFor } from "../trees/losses/choose.ts";
import type { Loss } from "../trees/losses/loss.ts";
import { type Measure, measureOf } from "../trees/losses/metrics.ts";
import { type GbdtParams, type GbdtValues, gbdtParams } from "../trees/params.ts";
import { withEngine } from "../trees/with-engine.ts";

export type { GbdtParams } from "../trees/params.ts";

/** Histogram gradient boosting, grown leaf by leaf; takes missing values and texts as they are. */
export const gbdt: Learner<GbdtParams> = defineLearner<GbdtParams>({
  name: "gbdt",
  doc: "Gradient boosted trees: the strong default for tables.",
  reference: "Ke et al. LightGBM: a highly efficient gradient boosting decision tree. NIPS 2017",
  tasks: ["binary", "multiclass", "hierarchical", "multilabel", "regression", "ranking"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: true, warmStart: true, goals: true },
  params: gbdtParams,
  fit(training, values, context): Model {
    const soft = values.objective === "crossEntropy";
    const prepared = balanced(prepareTraining({ ...gbdt, softLabels: soft }, training, context), values);
    checkRules(prepared, values);
    const loss = lossFor(prepared, values, context.loss);
    const earlier = context.start === undefined ? undefined : earlierBody(context.start, prepared, loss);
    const input: BoostInput = {
      training: prepared,
      validation: validationOf(context.validation, { context, soft, loss }),
      loss,
      measure: measureFor(loss, values, context),
      start: earlier && earlierScores(earlier),
      seed: context.seed,
      onRound: (share) => context.onProgress?.(share),
      onMeasure: (round, value) => context.onCurve?.("validation", round, value),
    };
    const slots = prepared.slots.length;
    const team = isWorthHelp(prepared, values) ? context.team : undefined;
    const body = withEngine(team, (engine) => forestOf(boost(engine, input, values), { slots, link: loss.link }));
    const { task } = context;
    return {
      format: "trees",
      signature: { task, features: prepared.slots, classes: prepared.classes },
      calibration: { kind: "none" },
      body: earlier === undefined ? body : joinBodies(earlier, body),
    };
  },
});

function checkRules(prepared: Prepared, values: GbdtValues): void {
  checkConstraints(prepared, values);
  const { boosting, baggingFraction, featureFraction, extraTrees } = values;
  if (boosting === "rf" && baggingFraction >= 1 && featureFraction >= 1 && !extraTrees) throw forestOfEquals({});
}

function validationOf(
  set: TrainingSet | undefined,
  { context, soft, loss }: { readonly context: FitContext; readonly soft: boolean; readonly loss: Loss },
): Prepared | undefined {
  if (set === undefined) return undefined;
  const prepared = prepareValidation(set, context.task, soft);
  checkLabels(loss, prepared);
  return prepared;
}

function measureFor(loss: Loss, { metric }: GbdtValues, { metric: custom }: FitContext): Measure {
  if (custom === undefined) return measureOf(metric, loss);
  const sign = custom.higherIsBetter ? -1 : 1;
  return ({ label, weights }, scores) => sign * custom.value(label, scores, weights);
}

/** Looks at cells below which helpers take longer to come than the work takes, in a fresh process. */
const WORTH_HELP = 40_000_000;
/** To put a row in its place in a list costs about as much as looking at so many features. */
const ORDERING = 24;

function isWorthHelp({ rows, columns, classes, task }: Prepared, { rounds }: GbdtValues): boolean {
  const looks = columns.length + (task === "ranking" ? ORDERING : 0);
  return rows * looks * rounds * Math.max(1, classes.length) >= WORTH_HELP;
}
