import type { Prepared } from "../training.ts";
import { type BinnedRows, type BinnedTraining, binRows, binTraining } from "./binned.ts";
import { type Bench, benchFor, type Grown, type GrowRules, growTree } from "./grow.ts";
import { type Loss, lossOf } from "./loss.ts";
import { type TreeNode, valueAt } from "./node.ts";
import { sampleFeatures, sampleRows } from "./sample.ts";

/** The learner's parameters, as boosting reads them. */
export interface BoostRules extends GrowRules {
  readonly rounds: number;
  readonly maxBins: number;
  readonly baggingFraction: number;
  readonly featureFraction: number;
  /** 0: never stop early. */
  readonly earlyStoppingRounds: number;
}

/** What boosting learns from. `onRound` is told the share done, 0 to 1. */
export interface BoostInput {
  readonly training: Prepared;
  readonly validation: Prepared | undefined;
  readonly seed: number;
  onRound(share: number): void;
}

/** Trees in order of growing; tree t adds to output t mod `base.length`. */
export interface Boosted {
  readonly base: readonly number[];
  readonly trees: readonly TreeNode[];
  readonly data: BinnedTraining;
}

/** What changes from round to round. */
interface State {
  readonly loss: Loss;
  readonly data: BinnedTraining;
  readonly bench: Bench;
  readonly scores: Float64Array;
  readonly pairs: Float32Array;
  readonly trees: TreeNode[];
}

/** Second-order gradient boosting (Friedman, 2001; Chen and Guestrin, 2016) on binned features. */
export function boost(input: BoostInput, rules: BoostRules): Boosted {
  const { training, validation } = input;
  const loss = lossOf(training);
  const data = binTraining(training, { maxBins: rules.maxBins, minData: rules.minDataInLeaf });
  const base = loss.base(training);
  const state: State = {
    loss,
    data,
    bench: benchFor(data, rules),
    scores: spread(base, training.rows),
    pairs: new Float32Array(training.rows * loss.outputs * 2),
    trees: [],
  };
  const watch = validation && rules.earlyStoppingRounds > 0 ? watcher(validation, { loss, data, base }) : undefined;
  for (let round = 0; round < rules.rounds; round++) {
    const grown = runRound(state, input, { rules, round });
    if (grown.every((tree) => tree.split === undefined)) {
      if (samples(rules)) continue;
      break;
    }
    state.trees.push(...grown);
    input.onRound((round + 1) / rules.rounds);
    if (watch !== undefined && watch.add(grown) >= rules.earlyStoppingRounds) break;
  }
  const trees = watch === undefined ? state.trees : state.trees.slice(0, watch.bestRounds() * loss.outputs);
  return { base, trees, data };
}

/** A round that drew badly may find nothing; one that saw everything will find nothing next time either. */
function samples({ baggingFraction, featureFraction }: BoostRules): boolean {
  return baggingFraction < 1 || featureFraction < 1;
}

function spread(base: readonly number[], rows: number): Float64Array {
  const scores = new Float64Array(rows * base.length);
  for (let row = 0; row < rows; row++) scores.set(base, row * base.length);
  return scores;
}

/** One tree per output, and their effect on the scores. */
function runRound(state: State, input: BoostInput, { rules, round }: { rules: BoostRules; round: number }): TreeNode[] {
  const { loss, data, scores, pairs } = state;
  const { training, seed } = input;
  loss.derive(training, scores, pairs);
  const drawn = sampleRows(data.rows, rules.baggingFraction, { seed, round });
  return Array.from({ length: loss.outputs }, (_, output) => {
    const tree = round * loss.outputs + output;
    const features = sampleFeatures(data.features.length, rules.featureFraction, { seed, tree });
    const rows = loss.outputs === 1 ? drawn : drawn.slice();
    const ofOutput = pairs.subarray(output * data.rows * 2, (output + 1) * data.rows * 2);
    const grown = growTree(state.bench, { rows, features, pairs: ofOutput });
    if (grown.tree.split === undefined) return { ...grown.tree, value: 0 };
    addToScores(state, { grown, rows, output });
    return grown.tree;
  });
}

interface Addition {
  readonly grown: Grown;
  readonly rows: Int32Array;
  readonly output: number;
}

/** Rows that the tree has seen lie sorted by leaf; the others, left out by the sampling, are walked. */
function addToScores({ scores, data, loss }: State, { grown, rows, output }: Addition): void {
  const width = loss.outputs;
  if (rows.length < data.rows) {
    addToRows(scores, { tree: grown.tree, data }, { output, width });
    return;
  }
  for (const { begin, end, value } of grown.spans) {
    for (let i = begin; i < end; i++) {
      const at = (rows[i] as number) * width + output;
      scores[at] = (scores[at] as number) + value;
    }
  }
}

function addToRows(
  scores: Float64Array,
  { tree, data }: { tree: TreeNode; data: BinnedRows },
  { output, width }: { output: number; width: number },
): void {
  for (let row = 0; row < data.rows; row++) {
    const at = row * width + output;
    scores[at] = (scores[at] as number) + valueAt(tree, data, row);
  }
}

interface Watcher {
  /** Adds a round and says how many rounds ago the loss was lowest. */
  add(round: readonly TreeNode[]): number;
  bestRounds(): number;
}

/** Follows the loss on rows that boosting does not see. */
function watcher(
  validation: Prepared,
  { loss, data, base }: { loss: Loss; data: BinnedTraining; base: readonly number[] },
): Watcher {
  const rows = binRows(data.features, validation);
  const scores = spread(base, validation.rows);
  let lowest = loss.mean(validation, scores);
  let best = 0;
  let seen = 0;
  return {
    add(round) {
      round.forEach((tree, output) => {
        addToRows(scores, { tree, data: rows }, { output, width: loss.outputs });
      });
      seen++;
      const now = loss.mean(validation, scores);
      if (now < lowest) {
        lowest = now;
        best = seen;
      }
      return seen - best;
    },
    bestRounds: () => best,
  };
}
