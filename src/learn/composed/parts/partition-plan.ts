import { type Column, cell } from "../../../data/index.ts";
import type { TrainingSet } from "../../learner.ts";
import { featureMissing } from "./errors.ts";
import { siblingsOf } from "./siblings.ts";

/** The rows of one key. */
export interface KeyRows {
  /** From the coarsest value; as many as its level is deep. */
  readonly key: readonly string[];
  readonly rows: Int32Array;
  /** Rows of the key above that are not this one's: they draw its model towards its parent's. */
  readonly siblings: Int32Array;
}

interface PlanOptions {
  /** Features, from the coarsest. */
  readonly by: readonly string[];
  /** Keys with fewer rows are left to their parents. */
  readonly minRows: number;
  /** What a row of another key weighs; 0: none are drawn. */
  readonly borrow: number;
  readonly seed: number;
}

/**
 * The keys that may get a model of their own, level by level, sorted: independent pieces of work within a level. A row
 * that lacks a value belongs to no key of that level or below. Throws `learn.feature-missing`.
 */
export function partitionPlan(set: TrainingSet, options: PlanOptions): readonly (readonly KeyRows[])[] {
  const columns = options.by.map((name) => columnNamed(set, name));
  const levels: (readonly KeyRows[])[] = [];
  const rows = Int32Array.from({ length: set.features.rows }, (_, row) => row);
  let above: readonly KeyRows[] = [{ key: [], rows, siblings: new Int32Array(0) }];
  for (const column of columns) {
    above = above.flatMap((parent) => keysBelow(column, parent, options));
    levels.push([...above].sort((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1)));
  }
  return levels;
}

function keysBelow(column: Column, parent: KeyRows, { minRows, borrow, seed }: PlanOptions): readonly KeyRows[] {
  const kept = [...splitBy(column, parent.rows)].filter(([, rows]) => rows.length >= minRows);
  return kept.map(([value, own]) => {
    const rows = Int32Array.from(own);
    const level = parent.key.length;
    const siblings = borrow > 0 ? siblingsOf(rows, parent.rows, { seed, level }) : new Int32Array(0);
    return { key: [...parent.key, value], rows, siblings };
  });
}

function splitBy(column: Column, rows: Int32Array): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const value = cell(column, row);
    if (value === null) continue;
    const text = String(value);
    const own = found.get(text);
    if (own === undefined) found.set(text, [row]);
    else own.push(row);
  }
  return found;
}

function columnNamed({ features }: TrainingSet, name: string): Column {
  const found = features.columns.find((column) => column.name === name);
  if (found === undefined) throw featureMissing({ name, features: features.columns.map((column) => column.name) });
  return found;
}
