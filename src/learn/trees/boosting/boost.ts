import { binTraining } from "../binning/binned.ts";
import type { BinnedTraining } from "../binning/binned-training.ts";
import type { Engine } from "../engine.ts";
import type { TreeNode } from "../node.ts";
import type { Turn } from "./add-trees.ts";
import { spread } from "./add-trees.ts";
import { runRound } from "./round.ts";
import { type BoostInput, type BoostRules, type State, startState } from "./state.ts";
import { type Watch, watch } from "./watch.ts";

/** Trees in order of growing. */
export interface Boosted {
  readonly base: readonly number[];
  readonly trees: readonly TreeNode[];
  readonly data: BinnedTraining;
  /** By what the sum of the trees is multiplied. */
  readonly scale: number;
  /** Leaves hold a value for every output. */
  readonly isVector: boolean;
}

/** Second-order gradient boosting (Friedman, 2001; Chen and Guestrin, 2016) on binned features. */
export function boost(engine: Engine, input: BoostInput, given: BoostRules): Boosted {
  const averages = given.boosting === "rf";
  const rules = averages ? { ...given, learningRate: 1 } : given;
  const data = binTraining(engine, input.training, rules.maxBins);
  const state = startState(engine, data, { input, rules });
  const kept = runRounds(state, watcherFor(state));
  return {
    base: state.base,
    data,
    trees: kept.flatMap((turns) => turns.map(({ tree }) => tree)),
    scale: averages ? 1 / Math.max(1, kept.length) : 1,
    isVector: rules.multiOutput === "vector" && state.base.length > 1,
  };
}

type Rounds = readonly (readonly Turn[])[];

/** Runs rounds until there are enough, or nothing is left to gain, or the watched measure has stopped falling. */
function runRounds(state: State, watcher: Watch | undefined): Rounds {
  const { input, rules } = state;
  const patience = rules.earlyStoppingRounds > 0 ? rules.earlyStoppingRounds : Infinity;
  const rounds: (readonly Turn[])[] = [];
  for (let round = 0; round < rules.rounds; round++) {
    const turns = runRound(state, round);
    const hasGrown = turns.some(({ tree }) => tree.left !== undefined);
    if (!hasGrown && !draws(rules)) break;
    if (!hasGrown) continue;
    rounds.push(turns);
    input.onRound((round + 1) / rules.rounds);
    if (watcher !== undefined) input.onMeasure(round + 1, watcher.add(turns));
    if (watcher !== undefined && watcher.sinceBest() >= patience) break;
  }
  return watcher === undefined || patience === Infinity ? rounds : rounds.slice(0, watcher.bestRounds());
}

/** A round that drew badly may find nothing; one that saw everything will find nothing next time either. */
function draws({ boosting, baggingFraction, featureFraction, extraTrees }: BoostRules): boolean {
  return boosting === "goss" || extraTrees || baggingFraction < 1 || featureFraction < 1;
}

function watcherFor({ engine, input, rules, data, base, flat }: State): Watch | undefined {
  const { validation, measure, start } = input;
  if (validation === undefined) return undefined;
  const scores = start?.scores(validation) ?? spread(new Float64Array(validation.rows * base.length), base);
  return watch(validation, {
    engine,
    data,
    measure,
    scores,
    outputs: base.length,
    averages: rules.boosting === "rf",
    flat,
  });
}
