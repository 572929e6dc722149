import type { Column } from "../../data/index.ts";
import { modelCorrupt } from "../errors.ts";
import { defineFormat, type Model, type ModelFormat, type Signature } from "../model.ts";
import { addDistances, type Remembered, readRemembered, writeRemembered } from "../neighbours/distance.ts";
import { nearest } from "../neighbours/nearest.ts";
import { ofLength, readIndexes, readList, readNumber, readNumbers, readRecord } from "../shape.ts";
import { columnsFor, outputsOf } from "../signature.ts";

/** The training rows themselves. */
export interface NeighboursBody {
  /** Neighbours that are asked, by their weight. */
  readonly k: number;
  /** So many neighbours more, all of whom say `prior`. */
  readonly smoothing: number;
  /** What a row without neighbours gets, one per output. */
  readonly prior: readonly number[];
  /** Slot by slot: what the training rows have there. */
  readonly columns: readonly Remembered[];
  readonly weights: Float64Array;
  /** One per row: the class or the value; multilabel: one per row and label. */
  readonly label: Float64Array;
}

/** The mean label of the nearest training rows. */
export const neighbours: ModelFormat<NeighboursBody> = defineFormat<NeighboursBody>({
  name: "neighbours",
  version: 1,
  scoreRaw(model, table) {
    const { body, signature } = model;
    const width = outputsOf(signature);
    const columns = columnsFor(model, table);
    const scores = new Float64Array(table.rows * width);
    const distances = new Float64Array(body.weights.length);
    for (let row = 0; row < table.rows; row++) {
      distances.fill(0);
      body.columns.forEach((known, slot) => {
        addDistances(distances, known, { column: columns[slot] as Column, row });
      });
      scores.set(answer(model, nearest(distances, body.weights, body.k)), row * width);
    }
    return scores;
  },
  encode: (body) => ({
    ...body,
    weights: [...body.weights],
    label: [...body.label],
    columns: body.columns.map(writeRemembered),
  }),
  decode(data, { signature }) {
    const parts = readRecord(data, "the body");
    const weights = Float64Array.from(readNumbers(parts.weights, "the weights"));
    const prior = ofLength(readNumbers(parts.prior, "the prior"), "the prior", outputsOf(signature));
    const label = readLabels(parts.label, weights.length, signature);
    const columns = readList(parts.columns, "the columns", (item) => readRemembered(item, weights.length));
    if (columns.some(({ kind }, slot) => (kind === "number") !== (signature.features[slot]?.kind === "number")))
      throw modelCorrupt({ what: "a column is not of its feature's kind" });
    return {
      k: readNumber(parts.k, "the number of neighbours"),
      smoothing: readNumber(parts.smoothing, "the smoothing"),
      prior,
      columns: ofLength(columns, "the columns", signature.features.length),
      weights,
      label,
    };
  },
  importance: ({ signature }) =>
    Object.fromEntries(signature.features.map(({ name }) => [name, 1 / signature.features.length])),
});

function readLabels(data: unknown, rows: number, { task, classes }: Signature): Float64Array {
  const isClass = task === "multiclass" || task === "hierarchical";
  const label = isClass ? readIndexes(data, "the labels", [0, classes.length]) : readNumbers(data, "the labels");
  return Float64Array.from(ofLength(label, "the labels", rows * (task === "multilabel" ? classes.length : 1)));
}

/** The weighted mean of what the neighbours are, and of the prior. */
function answer({ body, signature }: Model<NeighboursBody>, near: ReturnType<typeof nearest>): Float64Array {
  const { prior, smoothing, label, weights } = body;
  const isClass = signature.task === "multiclass" || signature.task === "hierarchical";
  const width = isClass ? 1 : prior.length;
  const sums = Float64Array.from(prior, (share) => share * smoothing);
  let total = smoothing;
  near.rows.forEach((row, i) => {
    const weight = near.weights[i] as number;
    total += weight;
    for (let k = 0; k < width; k++) {
      const value = label[row * width + k] as number;
      const at = isClass ? value : k;
      sums[at] = (sums[at] as number) + (isClass ? weight : weight * value);
    }
  });
  return total > 0 && weights.length > 0 ? sums.map((sum) => sum / total) : Float64Array.from(prior);
}
