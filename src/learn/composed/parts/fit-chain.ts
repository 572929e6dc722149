import { type Table, takeRows } from "../../../data/index.ts";
import { type Model, scoreModel } from "../../../model/index.ts";
import type { ResolvedLearner } from "../../composed-learner.ts";
import type { FitContext, TrainingSet } from "../../learner.ts";
import { takeTraining } from "../../training.ts";
import { labelOf, rowsWhere, withNumbers } from "./columns.ts";
import { partContext } from "./context.ts";
import { foldsOf } from "./fold.ts";
import { fitOrRate } from "./rate.ts";

interface ChainWork {
  readonly base: ResolvedLearner;
  readonly set: TrainingSet;
  /** Position → label. */
  readonly order: readonly number[];
  /** Label → the name of its column. */
  readonly links: readonly string[];
  readonly earlier: "predicted" | "true";
  readonly folds: number;
  onStep(share: number): void;
}

/** The models of one chain, in its order. */
export function fitChain(work: ChainWork, context: FitContext): readonly Model[] {
  const { base, set, order, links, onStep } = work;
  const fold = foldsOf(set, { k: work.folds, seed: context.seed, purpose: "chain folds" });
  let seen = set.features;
  let unseen = context.validation?.features;
  return order.map((label, position) => {
    const name = links[label] as string;
    const own = { ...labelOf(set, label), features: seen };
    const model = fitOrRate(base, own, labelContext(context, { name, label, unseen }));
    if (position < order.length - 1) {
      const told = work.earlier === "true" ? own.label : outOfFold(base, own, { fold, k: work.folds, context });
      seen = withNumbers(seen, name, told);
      unseen = unseen && withNumbers(unseen, name, scoreModel(model, unseen));
    }
    onStep((position + 1) / order.length);
    return model;
  });
}

interface LabelPlace {
  readonly name: string;
  readonly label: number;
  /** The validation rows with the answers of the chain so far. */
  readonly unseen: Table | undefined;
}

function labelContext(context: FitContext, { name, label, unseen }: LabelPlace): FitContext {
  const { validation } = context;
  const own = validation && unseen && { ...labelOf(validation, label), features: unseen };
  return partContext(context, { name, task: "binary", validation: own });
}

interface Folds {
  readonly fold: Int32Array;
  readonly k: number;
  readonly context: FitContext;
}

/** For every row, the probability that a model gives which has not seen it. */
function outOfFold(base: ResolvedLearner, set: TrainingSet, { fold, k, context }: Folds): Float64Array {
  const answers = new Float64Array(fold.length);
  const quiet: FitContext = { task: "binary", seed: context.seed, ...(context.team && { team: context.team }) };
  for (let part = 0; part < k; part++) {
    const held = rowsWhere(fold.length, (row) => fold[row] === part);
    const others = rowsWhere(fold.length, (row) => fold[row] !== part);
    const model = fitOrRate(base, takeTraining(set, others, "binary"), quiet);
    const scores = scoreModel(model, takeRows(set.features, held));
    held.forEach((row, i) => {
      answers[row] = scores[i] as number;
    });
  }
  return answers;
}
