import type { Cell, Row } from "../../data/index.ts";
import type { Model } from "../../model/index.ts";
import { type InferTensor, MOST_ROWS } from "../../wire/index.ts";
import { tensorUnfit, tooManyRows } from "./errors.ts";
import { type Column, columnOf } from "./tensors.ts";

/** The rows of a request, each made when it is asked for. */
export interface Rows {
  readonly count: number;
  /** Throws `inference.tensor-unfit`. */
  row(at: number): Row;
}

/** The most cells of one request, features that are left out included: one million. */
const MOST_CELLS = 1_000_000;

/** The most numbers of one answer. */
const MOST_SCORES = 50_000;

/** The most rows of one request to a model. */
export function mostRows({ signature: { features, classes } }: Pick<Model, "signature">): number {
  const [read, made] = [Math.max(1, features.length), Math.max(1, classes.length)];
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / read), Math.floor(MOST_SCORES / made)));
}

/**
 * The rows that tensors make; one that is left out is not known in any row. Everything but the values themselves is looked at
 * here, and nothing is made. Throws `inference.too-many-rows`, `inference.tensor-unfit`.
 */
export function rowsOf(model: Model, inputs: readonly InferTensor[]): Rows {
  const { features } = model.signature;
  const slots = new Map(features.map((slot) => [slot.name, slot]));
  const columns = new Map<string, Column>();
  const most = mostRows(model);
  for (const tensor of inputs) {
    const { name, shape } = tensor;
    const slot = slots.get(name);
    if (slot === undefined)
      throw tensorUnfit({ name, problem: `is none of the inputs: ${[...slots.keys()].join(", ")}.` });
    if (columns.has(name)) throw tensorUnfit({ name, problem: "may come once. It came twice." });
    const rows = Math.max(shape[0] ?? 0, tensor.data?.length ?? 0);
    if (rows > most) throw tooManyRows({ rows, most, features: features.length });
    columns.set(name, columnOf(tensor, slot));
  }
  const count = inputs[0]?.shape[0] ?? 0;
  const odd = inputs.find(({ shape }) => shape[0] !== count);
  if (odd !== undefined)
    throw tensorUnfit({ name: odd.name, problem: `must have ${count} rows, as the first one has.` });
  return {
    count,
    row: (at) =>
      Object.fromEntries(features.map(({ name }): [string, Cell] => [name, columns.get(name)?.(at) ?? null])),
  };
}
