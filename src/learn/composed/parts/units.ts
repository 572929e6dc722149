import { cell, type Table } from "../../../data/index.ts";
import { hashUniform, rng } from "../../../kernel/index.ts";
import type { TrainingSet } from "../../learner.ts";
import { featureMissing } from "./errors.ts";

interface Draw {
  readonly seed: number;
  readonly purpose: string;
}

/**
 * A uniform number for each row, the same for rows that must stay together: those of one list (ranking), or those that
 * are equal in the named features. Throws `learn.feature-missing`.
 */
export function unitsOf({ features, groups }: TrainingSet, together: readonly string[], draw: Draw): Float64Array {
  const { seed, purpose } = draw;
  if (together.length === 0)
    return Float64Array.from({ length: features.rows }, (_, row) =>
      rng({ seed, unit: groups?.[row] ?? row, purpose }).uniform(),
    );
  const text = textsOf(features, together);
  return Float64Array.from({ length: features.rows }, (_, row) => hashUniform(`${purpose} ${seed} ${text(row)}`));
}

function textsOf(features: Table, names: readonly string[]): (row: number) => string {
  const columns = names.map((name) => {
    const found = features.columns.find((column) => column.name === name);
    if (found === undefined) throw featureMissing({ name, features: features.columns.map((column) => column.name) });
    return found;
  });
  return (row) => JSON.stringify(columns.map((column) => cell(column, row)));
}
