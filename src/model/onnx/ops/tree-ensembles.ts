import { sigmoid } from "../../link.ts";
import { onnxEvaluation, onnxMalformed } from "../errors.ts";
import { numberIn, numbersIn, type Site, textIn, textsIn } from "../graph.ts";
import { asNumbers, matrixOf, type Numbers, numbersOf, zeros } from "../tensor.ts";
import { leafOf, type OnnxForest, widthOf } from "./forest.ts";
import { forestOfArrays } from "./forest-arrays.ts";
import { forestOfTuples } from "./forest-tuples.ts";
import type { Operators, Prepare } from "./kernel.ts";
import { labelsOf, labelTensor } from "./labels.ts";
import { type Transform, transformOf } from "./transform.ts";

type Aggregate = "SUM" | "AVERAGE" | "MIN" | "MAX";

/** A forest with what happens around it. */
interface Ensemble {
  readonly forest: OnnxForest;
  readonly outputs: number;
  readonly base: Float64Array;
  readonly aggregate: Aggregate;
  /** How many columns the splits read. */
  readonly width: number;
}

function ensembleOf(parts: Omit<Ensemble, "width">): Ensemble {
  const { forest, outputs } = parts;
  if (forest.target.some((target) => target >= outputs))
    throw onnxMalformed({ what: `a vote is for an output beyond the ${outputs} there are` });
  return { ...parts, width: widthOf(forest) };
}

/** Writes one row's scores before any transform. Without a vote, an output has its base alone. */
function scoreInto(out: Float64Array, { forest, base, aggregate }: Ensemble, row: Float64Array): void {
  const isExtreme = aggregate === "MIN" || aggregate === "MAX";
  if (isExtreme) out.fill(Number.NaN);
  for (const root of forest.roots) addVotes(out, { forest, aggregate }, leafOf(forest, root, row));
  for (let k = 0; k < out.length; k++) {
    const votes = Number.isNaN(out[k]) && isExtreme ? 0 : (out[k] as number);
    out[k] = (aggregate === "AVERAGE" ? votes / forest.roots.length : votes) + (base[k] ?? 0);
  }
}

function addVotes(
  out: Float64Array,
  { forest, aggregate }: Pick<Ensemble, "forest" | "aggregate">,
  leaf: number,
): void {
  const { firstVote, target, weight } = forest;
  for (let vote = firstVote[leaf] as number; vote < (firstVote[leaf + 1] as number); vote++) {
    const k = target[vote] as number;
    out[k] = combined(aggregate, out[k] as number, weight[vote] as number);
  }
}

function combined(aggregate: Aggregate, score: number, vote: number): number {
  if (aggregate === "SUM" || aggregate === "AVERAGE") return score + vote;
  if (Number.isNaN(score)) return vote;
  return aggregate === "MIN" ? Math.min(score, vote) : Math.max(score, vote);
}

/** Calls `use` with each row's number and raw scores. */
function eachRow(ensemble: Ensemble, input: Numbers, use: (scores: Float64Array, row: number) => void): number {
  const { rows, columns } = matrixOf(input.dims.length < 2 ? { dims: [1, ...input.dims] } : input);
  if (ensemble.width > columns)
    throw onnxEvaluation({ what: `a tree reads ${ensemble.width} features of a row of ${columns}` });
  const scores = new Float64Array(ensemble.outputs);
  for (let row = 0; row < rows; row++) {
    scores.fill(0);
    scoreInto(scores, ensemble, input.data.subarray(row * columns, (row + 1) * columns));
    use(scores, row);
  }
  return rows;
}

function regressor(ensemble: Ensemble, transform: Transform, result: "float" | "input"): ReturnType<Prepare> {
  return ([x]) => {
    const input = asNumbers(x);
    const rows = matrixOf(input.dims.length < 2 ? { dims: [1, ...input.dims] } : input).rows;
    const out = zeros([rows, ensemble.outputs]);
    eachRow(ensemble, input, (scores, row) => {
      transform(scores);
      out.set(scores, row * ensemble.outputs);
    });
    return [numbersOf(result === "input" ? input.type : "float", [rows, ensemble.outputs], out)];
  };
}

function aggregateOf(name: string): Aggregate {
  if (name === "SUM" || name === "AVERAGE" || name === "MIN" || name === "MAX") return name;
  throw onnxMalformed({ what: `trees are aggregated by ${JSON.stringify(name)}` });
}

const treeEnsembleRegressor: Prepare = (site) => {
  const ensemble = ensembleOf({
    forest: forestOfTuples(site, "target"),
    outputs: countOf(numberIn(site, "n_targets", 1)),
    base: baseOf(site),
    aggregate: aggregateOf(textIn(site, "aggregate_function", "SUM")),
  });
  return regressor(ensemble, transformOf(textIn(site, "post_transform", "NONE")), "float");
};

const treeEnsemble: Prepare = (site) => {
  const aggregate = (["AVERAGE", "SUM", "MIN", "MAX"] as const)[numberIn(site, "aggregate_function", 1)];
  const ensemble = ensembleOf({
    forest: forestOfArrays(site),
    outputs: countOf(numberIn(site, "n_targets", 1)),
    base: new Float64Array(),
    aggregate: aggregateOf(aggregate ?? ""),
  });
  return regressor(ensemble, transformOf(numberIn(site, "post_transform", 0)), "input");
};

/** A row of scores is allocated per output, so their number is bounded. */
function countOf(outputs: number): number {
  if (Number.isInteger(outputs) && outputs > 0 && outputs <= 1_000_000) return outputs;
  throw onnxMalformed({ what: `trees have ${outputs} outputs` });
}

function baseOf(site: Site): Float64Array {
  return numbersIn(site, "base_values") ?? numbersIn(site, "base_values_as_tensor") ?? new Float64Array();
}

const treeEnsembleClassifier: Prepare = (site) => {
  const labels = labelsOf(site);
  const forest = forestOfTuples(site, "class");
  const isBinary = labels.length === 2;
  const base = baseOf(site);
  const outputs = countOf(labels.length);
  const ensemble = ensembleOf({ forest, outputs, base: isBinary ? new Float64Array() : base, aggregate: "SUM" });
  const name = textIn(site, "post_transform", "NONE");
  const finish = isBinary ? binary({ ...ensemble, base }, name) : many(transformOf(name));
  const isText = textsIn(site, "classlabels_strings") !== undefined;
  return ([x]) => {
    const input = asNumbers(x);
    const { rows } = matrixOf(input.dims.length < 2 ? { dims: [1, ...input.dims] } : input);
    const out = zeros([rows, labels.length]);
    const winners = new Int32Array(rows);
    eachRow(ensemble, input, (scores, row) => {
      winners[row] = finish(scores);
      out.set(scores, row * labels.length);
    });
    return [labelTensor(labels, winners, isText), numbersOf("float", [rows, labels.length], out)];
  };
};

/** Turns raw scores into outputs, in place, and says which class won. */
type Finish = (scores: Float64Array) => number;

function best(scores: Float64Array): number {
  return scores.reduce((at, score, k) => (score > (scores[at] as number) ? k : at), 0);
}

function many(transform: Transform): Finish {
  return (scores) => {
    const winner = best(scores);
    transform(scores);
    return winner;
  };
}

/**
 * Two classes, as onnxruntime reads what the standard leaves open. Where all votes are for the first class, their sum is the
 * score of the second: a logit, or, when no vote is negative and no logistic follows, a share.
 */
function binary({ forest, base }: Ensemble, name: string): Finish {
  const transform = transformOf(name);
  const voted = new Set(forest.target);
  if (!voted.has(1) && base.length < 2) return single(forest, { base: base[0] ?? 0, name });
  const replaces = base.length === 2 && voted.has(1);
  return (votes) => {
    const first = votes[0] as number;
    if (replaces) {
      const score = (base[1] as number) + first;
      votes.set([voted.has(0) ? -score : 0, score]);
    } else if (voted.has(0)) votes[0] = first + (base[0] ?? 0);
    const winner = best(votes);
    transform(votes);
    return winner;
  };
}

function single(forest: OnnxForest, { base, name }: { readonly base: number; readonly name: string }): Finish {
  const isShare = forest.weight.every((weight) => weight >= 0);
  const isLogistic = name === "LOGISTIC";
  return (votes) => {
    const score = (votes[0] as number) + base;
    if (isLogistic) votes.set([sigmoid(-score), sigmoid(score)]);
    else votes.set([isShare ? 1 - score : -score, score]);
    return score > (isShare ? 0.5 : 0) ? 1 : 0;
  };
}

/** Ensembles of trees. */
export const treeEnsembles: Operators = {
  TreeEnsemble: treeEnsemble,
  TreeEnsembleClassifier: treeEnsembleClassifier,
  TreeEnsembleRegressor: treeEnsembleRegressor,
};
