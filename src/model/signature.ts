import type { Column, Kind, Table } from "../data/index.ts";
import { signatureMismatch } from "./errors.ts";
import type { FeatureSlot, Model, Signature } from "./model.ts";

/** How many numbers a model gives per row: one per class or label where there are any, otherwise one. */
export function outputsOf(signature: Signature): number {
  return Math.max(1, signature.classes.length);
}

/** Throws `model.signature-mismatch` unless every feature of the model is there, in its kind. More columns do no harm. */
export function checkSignature(model: Model, kinds: Readonly<Record<string, Kind>>): void {
  const problems = model.signature.features.flatMap((slot) => {
    const kind = Object.hasOwn(kinds, slot.name) ? kinds[slot.name] : undefined;
    return kind === slot.kind ? [] : [wordProblem(slot, kind)];
  });
  if (problems.length > 0) throw signatureMismatch({ problems });
}

function wordProblem({ name, kind }: FeatureSlot, got: Kind | undefined): string {
  return got === undefined ? `\`${name}\` (${kind}) is missing` : `\`${name}\` must be a ${kind}, not a ${got}`;
}

/**
 * The table's column for every slot, in the order of the slots. Throws `model.signature-mismatch`.
 * A table already in that order, as a single row is, costs one comparison per slot.
 */
export function columnsFor(model: Model, table: Table): readonly Column[] {
  const { features } = model.signature;
  const aligned = features.every((slot, i) => isColumnOf(slot, table.columns[i]));
  if (aligned) return table.columns;
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  checkSignature(model, Object.fromEntries(table.columns.map(({ name, kind }) => [name, kind])));
  return features.map(({ name }) => byName.get(name) as Column);
}

function isColumnOf(slot: FeatureSlot, column: Column | undefined): boolean {
  return column !== undefined && column.name === slot.name && column.kind === slot.kind;
}
