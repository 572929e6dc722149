import type { Column, Table } from "../../../data/index.ts";
import { encodeText, type Task } from "../../../model/index.ts";
import { studentQuantile } from "../../../stats/index.ts";
import type { ResolvedLearner } from "../../composed-learner.ts";
import type { TrainingSet } from "../../learner.ts";
import { takeTraining } from "../../training.ts";
import { unseenLosses } from "./cross-fit.ts";
import { weightedMean } from "./losses.ts";
import type { KeyRows } from "./partition-plan.ts";

/** What the keys of one level are tried against. */
export interface KeyTrial {
  readonly set: TrainingSet;
  readonly base: ResolvedLearner;
  readonly task: Task;
  readonly seed: number;
  /** Row → fold. */
  readonly fold: Int32Array;
  readonly folds: number;
  /** Row → how wrong the model was that answers for it so far, not having seen it. */
  readonly losses: Float64Array;
  /** The features that make the key. */
  readonly by: readonly string[];
  /** What a sibling's row weighs beside the key's own. */
  readonly borrow: number;
  /** How often a key's model may be kept that is no better: the level of the test. */
  readonly alpha: number;
}

/** A key that is better off with a model of its own. */
export interface KeyFit {
  readonly key: readonly string[];
  /** Its model, as text. */
  readonly text: string;
  /** How wrong such models were about the key's rows, not having seen them; in the order of the rows. */
  readonly losses: Float64Array;
}

/**
 * A model for one key, where it beats the one that answers for it so far on rows that neither has seen: by the paired
 * one-sided t-test of the losses. What is tested borrows from siblings; a key that passes may still learn from its own rows
 * alone, if that is better. Undefined: the parent goes on answering.
 */
export function fitKey(trial: KeyTrial, keyRows: KeyRows): KeyFit | undefined {
  const { base, task, seed } = trial;
  const borrowing = tryRows(trial, keyRows);
  if (borrowing === undefined || !isGain(borrowing, trial.alpha)) return undefined;
  const { siblings, ...own } = keyRows;
  const alone = siblings.length === 0 ? undefined : tryRows(trial, { ...own, siblings: new Int32Array(0) });
  const best = alone !== undefined && meanOf(alone) > meanOf(borrowing) ? alone : borrowing;
  return { key: keyRows.key, text: encodeText(base.fit(best.set, { task, seed })), losses: best.losses };
}

/** What models of some rows say of the key's own, not having seen them. */
interface Tried {
  readonly set: TrainingSet;
  /** The key's own rows only, as all that follows. */
  readonly losses: Float64Array;
  /** How much lower the losses are than those of the model so far. */
  readonly gains: Float64Array;
  readonly weights: Float64Array;
}

function tryRows(trial: KeyTrial, keyRows: KeyRows): Tried | undefined {
  const { base, task, seed, folds } = trial;
  const { rows, siblings } = keyRows;
  const set = learnedFrom(trial, keyRows);
  const fold = Int32Array.from([...rows.map((row) => trial.fold[row] as number), ...siblings.map(() => NEVER)]);
  const losses = unseenLosses(base, { set, fold, folds }, { task, seed })?.slice(0, rows.length);
  if (losses === undefined) return undefined;
  const gains = losses.map((loss, i) => (trial.losses[rows[i] as number] as number) - loss);
  const weights = Float64Array.from(rows, (_, i) => set.weights?.[i] ?? 1);
  return { set, losses, gains, weights };
}

/** The fold of rows that are only learned from. */
const NEVER = -1;

/** The key's own rows, then its siblings' at their lower weight. */
function learnedFrom({ set, task, by, borrow }: KeyTrial, { key, rows, siblings }: KeyRows): TrainingSet {
  const all = Int32Array.from([...rows, ...siblings]);
  const taken = takeTraining(set, all, task);
  const features = ownFeatures(taken.features, by.slice(0, key.length));
  if (siblings.length === 0) return { ...taken, features };
  const weights = Float64Array.from(all, (_, i) => (taken.weights?.[i] ?? 1) * (i < rows.length ? 1 : borrow));
  return { ...taken, features, weights };
}

/** Whether the weighted mean is above 0 by more than chance gives: one-sided, at that level. */
function isGain(tried: Tried, alpha: number): boolean {
  const { gains, weights } = tried;
  const n = gains.length;
  const mean = meanOf(tried);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const squares = gains.reduce((sum, gain, i) => sum + ((weights[i] as number) * (gain - mean)) ** 2, 0);
  const error = (Math.sqrt(squares) / total) * Math.sqrt(n / (n - 1));
  return mean > 0 && mean > studentQuantile(1 - alpha, n - 1) * error;
}

function meanOf({ gains, weights }: Tried): number {
  return weightedMean(gains, weights);
}

/** Without the columns that the key is made of, and with the levels that occur. */
function ownFeatures({ rows, columns }: Table, same: readonly string[]): Table {
  return { rows, columns: columns.filter(({ name }) => !same.includes(name)).map(compact) };
}

function compact(column: Column): Column {
  if (column.kind !== "text") return column;
  const index = new Map<number, number>();
  const codes = column.codes.map((code) => {
    if (code < 0) return -1;
    const known = index.get(code) ?? index.size;
    index.set(code, known);
    return known;
  });
  return { ...column, codes, levels: [...index.keys()].map((code) => column.levels[code] as string) };
}
