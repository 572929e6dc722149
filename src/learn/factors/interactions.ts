import type { TextColumn } from "../../data/index.ts";
import { columnMissing, noRows, sidesSame } from "../errors.ts";
import type { Prepared } from "../training.ts";

/** Who met what: the entities of one side by name, and for each of them its rows. */
export interface Side {
  readonly names: readonly string[];
  /** The rows of entity e are `rows[starts[e]]` up to `starts[e + 1]`. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  /** The entity of a row, by the row's number in {@link Interactions}. */
  readonly of: Int32Array;
  /** The weight of all rows of an entity. */
  readonly weight: Float64Array;
}

/** Rows with a user and an item. */
export interface Interactions {
  readonly users: Side;
  readonly items: Side;
  readonly value: Float64Array;
  readonly weights: Float64Array;
}

/** Which features say who and what. */
export interface Fields {
  readonly user: string;
  readonly item: string;
}

/**
 * Reads the interactions off a table; rows that lack a user or an item stay out. Throws `learn.sides-same`,
 * `learn.column-missing`, `learn.no-rows`.
 */
export function interactionsOf(learner: string, data: Prepared, { user, item }: Fields): Interactions {
  if (user === item) throw sidesSame({ learner, column: user });
  const who = textOf(learner, data, user);
  const what = textOf(learner, data, item);
  const kept = Int32Array.from({ length: data.rows }, (_, row) => row).filter(
    (row) => (who.codes[row] as number) >= 0 && (what.codes[row] as number) >= 0,
  );
  if (kept.length === 0) throw noRows({ learner });
  const pick = (from: Float64Array): Float64Array => Float64Array.from(kept, (row) => from[row] as number);
  const weights = pick(data.weights);
  const side = (column: TextColumn): Side => sideOf(column, kept, weights);
  return { users: side(who), items: side(what), value: pick(data.label), weights };
}

function textOf(learner: string, data: Prepared, name: string): TextColumn {
  const found = data.columns.find((column) => column.name === name);
  if (found?.kind !== "text") throw columnMissing({ learner, column: name, kind: "text" });
  return found;
}

/** Entities in the order of their names, so that neither dictionary nor row order numbers them. */
function sideOf({ codes, levels }: TextColumn, kept: Int32Array, weights: Float64Array): Side {
  const used = new Set(Array.from(kept, (row) => codes[row] as number));
  const names = [...used].map((code) => levels[code] as string).sort();
  const index = new Map(names.map((name, e) => [name, e]));
  const numbers = levels.map((level) => index.get(level) ?? -1);
  const of = Int32Array.from(kept, (row) => numbers[codes[row] as number] as number);
  const starts = new Int32Array(names.length + 1);
  const weight = new Float64Array(names.length);
  of.forEach((e, row) => {
    starts[e + 1] = (starts[e + 1] as number) + 1;
    weight[e] = (weight[e] as number) + (weights[row] as number);
  });
  for (let e = 0; e < names.length; e++) starts[e + 1] = (starts[e + 1] as number) + (starts[e] as number);
  const next = starts.slice();
  const rows = new Int32Array(of.length);
  of.forEach((e, row) => {
    rows[next[e] as number] = row;
    next[e] = (next[e] as number) + 1;
  });
  return { names, starts, rows, of, weight };
}
