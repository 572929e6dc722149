import type { Prepared } from "../training.ts";
import { spread } from "./add-trees.ts";
import { type Bench, benchFor, type GrowRules } from "./bench.ts";
import type { BinnedTraining } from "./binned-training.ts";
import { type ConstraintRules, circlesOf, directionsOf } from "./constraints.ts";
import type { Engine, FlatTree } from "./engine.ts";
import { flatSpace } from "./flat.ts";
import type { GossRules } from "./goss.ts";
import type { Loss } from "./losses/loss.ts";
import type { Measure } from "./losses/metrics.ts";

/** The learner's parameters, as boosting reads them. */
export interface BoostRules extends GrowRules, GossRules, ConstraintRules {
  readonly boosting: "gbdt" | "goss" | "rf";
  readonly rounds: number;
  readonly maxBins: number;
  readonly baggingFraction: number;
  readonly featureFraction: number;
  readonly extraTrees: boolean;
  /** Several outputs: one tree for each, or one whose leaves hold a value for each. */
  readonly multiOutput: "perLabel" | "vector";
  /** 0: never stop early. */
  readonly earlyStoppingRounds: number;
}

/** An earlier model's part in the scores. */
export interface Earlier {
  readonly base: readonly number[];
  /** Its scores before the link, output after output. */
  scores(data: Prepared): Float64Array;
}

/** What boosting learns from, and whom it tells. */
export interface BoostInput {
  readonly training: Prepared;
  readonly validation: Prepared | undefined;
  readonly loss: Loss;
  /** What early stopping watches. */
  readonly measure: Measure;
  readonly start: Earlier | undefined;
  readonly seed: number;
  /** Told the share done, 0 to 1. */
  onRound(share: number): void;
  /** Told the measure of the validation rows after each round. */
  onMeasure(round: number, value: number): void;
}

/** What rounds work on. */
export interface State {
  readonly engine: Engine;
  readonly input: BoostInput;
  readonly rules: BoostRules;
  readonly data: BinnedTraining;
  readonly bench: Bench;
  readonly base: readonly number[];
  /** Output after output, as are the pairs. */
  readonly scores: Float64Array;
  readonly pairs: Float32Array;
  readonly label: Float64Array;
  /** Empty: every row weighs 1. */
  readonly weights: Float64Array;
  /** The rows of this round; each tree sorts a copy. */
  readonly drawn: Int32Array;
  readonly rows: Int32Array;
  readonly flat: FlatTree;
  readonly spans: Int32Array;
  readonly values: Float64Array;
}

/** Lays out what rounds work on. */
export function startState(
  engine: Engine,
  data: BinnedTraining,
  { input, rules }: Pick<State, "input" | "rules">,
): State {
  const { arena } = engine;
  const { training, loss, start } = input;
  const { rows, label, weights } = training;
  const base = start?.base ?? loss.base(training);
  const isWeighted = weights.some((weight) => weight !== 1);
  const ownLabel = arena.floats(label.length);
  const ownWeights = arena.floats(isWeighted ? rows : 0);
  ownLabel.set(label);
  if (isWeighted) ownWeights.set(weights);
  const scores = spread(arena.floats(rows * base.length), base);
  if (start !== undefined) scores.set(start.scores(training));
  const directions = directionsOf(data, training, rules);
  return {
    engine,
    input,
    rules,
    data,
    base,
    bench: benchFor(engine, data, { rules, directions, circles: circlesOf(data, training, rules) }),
    scores,
    pairs: arena.singles(2 * rows * base.length),
    label: ownLabel,
    weights: ownWeights,
    drawn: new Int32Array(rows).map((_, row) => row),
    rows: arena.ints(rows),
    flat: flatSpace(engine, rules.numLeaves),
    spans: arena.ints(2 * rules.numLeaves),
    values: arena.floats(rules.numLeaves),
  };
}
