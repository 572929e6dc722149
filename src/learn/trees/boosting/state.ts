import type { Prepared } from "../../training.ts";
import type { BinnedTraining } from "../binning/binned-training.ts";
import type { Engine, FlatTree, Grower, GrowRules } from "../engine.ts";
import { type ConstraintRules, circlesOf, directionsOf } from "../growing/constraints.ts";
import { type PlainRules, plainGrower } from "../growing/plain-grower.ts";
import type { Loss } from "../losses/loss.ts";
import type { Measure } from "../losses/metrics.ts";
import { weightedQuantile } from "../losses/quantile.ts";
import { spread } from "./add-trees.ts";
import { flatSpace } from "./flat.ts";
import type { GossRules } from "./goss.ts";

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
  readonly grower: Grower;
  /** Outputs that a tree is for. */
  readonly serves: number;
  readonly base: readonly number[];
  /** Output after output, as are the pairs. */
  readonly scores: Float64Array;
  readonly pairs: Float32Array;
  readonly label: Float64Array;
  /** Empty: every row weighs 1. */
  readonly weights: Float64Array;
  /** The rows of this round; each tree sorts a copy. */
  readonly drawn: Int32Array;
  readonly flat: FlatTree;
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
  const drawn = arena.ints(rows);
  for (let row = 0; row < rows; row++) drawn[row] = row;
  const serves = rules.multiOutput === "vector" ? base.length : 1;
  return {
    engine,
    input,
    rules,
    data,
    base,
    serves,
    grower: growerFor(engine, data, { input, rules, scores, serves, trees: base.length / serves }),
    scores,
    pairs: arena.singles(2 * rows * base.length),
    label: ownLabel,
    weights: ownWeights,
    drawn,
    flat: flatSpace(engine, rules.numLeaves),
  };
}

type Sown = Pick<State, "input" | "rules" | "scores" | "serves"> & { readonly trees: number };

/** The engine's own grower where it knows all the rules of the fit. */
function growerFor(engine: Engine, data: BinnedTraining, { input, rules, scores, serves, trees }: Sown): Grower {
  const { training } = input;
  const { buffer, byteOffset, length } = engine.arena.bytes(data.features.length);
  const directions = new Int8Array(buffer, byteOffset, length);
  directions.set(directionsOf(data, training, rules));
  const planting = { data, rules, directions, trees };
  const circles = circlesOf(data, training, rules);
  const renew = renewal(input, scores);
  const isPlain = circles !== undefined || renew !== undefined || serves > 1;
  const own = isPlain ? undefined : engine.grower?.(planting);
  return own ?? plainGrower(engine, planting, { circles, renew });
}

/** Where gradients do not say how far to go: a quantile of what is left of the labels. */
function renewal({ loss, training }: BoostInput, scores: Float64Array): PlainRules["renew"] {
  const { quantile } = loss;
  if (quantile === undefined) return undefined;
  const { label, weights } = training;
  return (rows) => {
    const left = Float64Array.from(rows, (row) => (label[row] as number) - (scores[row] as number));
    return weightedQuantile(
      left,
      Float64Array.from(rows, (row) => weights[row] as number),
      quantile,
    );
  };
}
