import type { Column } from "../../data/index.ts";
import { integerParam, numberParam, type Param, rng } from "../../kernel/index.ts";
import type { NeighboursBody, Remembered } from "../../model/index.ts";
import { defineLearner, type Learner, type TrainingSet } from "../learner.ts";
import { type Prepared, prepareTraining, takeTraining } from "../training.ts";
import { constant } from "./constant.ts";

/** The parameters of nearest neighbours. */
export type NeighboursParams = Readonly<Record<"k" | "smoothing" | "maxRows", Param<number>>>;

const params: NeighboursParams = {
  k: integerParam(25, { min: 1, max: 100_000, doc: "Nearest rows that are asked, by their weight." }),
  smoothing: numberParam(1, { min: 0, doc: "So many rows more, which say what all rows say on average." }),
  maxRows: integerParam(10_000, {
    min: 1,
    max: 1_000_000,
    doc: "Rows that the model keeps, a random sample of more; a prediction takes time in proportion.",
  }),
};

/** The mean label of the nearest rows: no assumptions, no training, and a yardstick for the learners that have both. */
export const neighbours: Learner<NeighboursParams> = defineLearner<NeighboursParams>({
  name: "neighbours",
  doc: "The mean label of the nearest rows: a baseline. The model holds training rows.",
  reference: "Cover and Hart. Nearest neighbor pattern classification. IEEE TIT 13 (1967); distance after Gower, 1971",
  tasks: ["binary", "multiclass", "hierarchical", "multilabel", "regression"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false, warmStart: false },
  params,
  fit(training, { k, smoothing, maxRows }, context) {
    const prepared = prepareTraining(neighbours, training, context);
    const { outputs } = constant.fit(training, {}, context).body as { readonly outputs: readonly number[] };
    const data = sampled(prepared, maxRows, context.seed);
    const body: NeighboursBody = {
      k,
      smoothing,
      prior: outputs,
      columns: data.columns.map((column) => remember(column, data.weights)),
      weights: data.weights,
      label: data.label,
    };
    return {
      format: "neighbours",
      signature: { task: context.task, features: prepared.slots, classes: prepared.classes },
      calibration: { kind: "none" },
      body,
    };
  },
});

/** So many rows at most, each equally likely to stay, in their order. */
function sampled(data: Prepared, most: number, seed: number): Prepared {
  if (data.rows <= most) return data;
  const draw = rng({ seed, purpose: "neighbours" });
  const order = draw.shuffled(Array.from({ length: data.rows }, (_, row) => row));
  const rows = Int32Array.from(order.slice(0, most)).sort();
  const set: TrainingSet = { ...data, features: { rows: data.rows, columns: data.columns } };
  const { features, ...taken } = takeTraining(set, rows, data.task);
  return { ...data, ...taken, weights: taken.weights ?? data.weights, rows: features.rows, columns: features.columns };
}

function remember(column: Column, weights: Float64Array): Remembered {
  if (column.kind === "text") return rememberLevels(column.codes, column.levels);
  if (column.kind === "flag") {
    const codes = Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : value === 0 ? 0 : 1));
    return rememberLevels(codes, ["0", "1"]);
  }
  return { kind: "number", values: column.values, spread: spreadOf(column.values, weights) };
}

/** The levels that occur, by name, so that a dictionary's order leaves no trace. */
function rememberLevels(codes: Int32Array, names: readonly string[]): Remembered {
  const used = new Set(codes);
  const levels = names.filter((_, code) => used.has(code)).sort();
  const index = new Map(levels.map((name, code) => [name, code]));
  const recode = names.map((name) => index.get(name) ?? -1);
  return { kind: "levels", levels, codes: codes.map((code) => (code < 0 ? -1 : (recode[code] as number))) };
}

/** √2 standard deviations: two rows are that far apart on average, in squares. 0 when the column does not vary. */
function spreadOf(values: Float64Array, weights: Float64Array): number {
  let [total, mean, squares] = [0, 0, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const weight = weights[row] as number;
    const step = value - mean;
    total += weight;
    mean += (step * weight) / total;
    squares += weight * step * (value - mean);
  }
  // In single precision, so that which rows are equally far does not hang on the last bit of a sum.
  const spread = total > 0 ? Math.fround(Math.sqrt((2 * squares) / total)) : 0;
  return spread > Math.abs(mean) * 1e-12 && Number.isFinite(spread) ? spread : 0;
}
