import { type Cell, type Column, cell, cellIn, type Row } from "../../data/index.ts";
import type { KeyPart, PartitionedBody } from "./body.ts";

interface Branch {
  part: KeyPart | undefined;
  readonly below: Map<string, Branch>;
}

const lookups = new WeakMap<PartitionedBody, Branch>();

/** The deepest part whose key fits; undefined: the parent answers. `valueAt` gives the cell of `by[level]`. */
function findPart(body: PartitionedBody, valueAt: (level: number) => Cell): KeyPart | undefined {
  let branch = lookupOf(body);
  let found: KeyPart | undefined;
  for (let level = 0; level < body.by.length; level++) {
    const value = valueAt(level);
    const next = value === null ? undefined : branch.below.get(String(value));
    if (next === undefined) return found;
    branch = next;
    found = branch.part ?? found;
  }
  return found;
}

/** The part for each row of a table's columns, `by[0]` first. */
export function findParts(
  body: PartitionedBody,
  columns: readonly Column[],
  rows: number,
): readonly (KeyPart | undefined)[] {
  return Array.from({ length: rows }, (_, row) => findPart(body, (level) => cell(columns[level] as Column, row)));
}

/** The part for one row as a plain object. */
export function findPartOfRow(body: PartitionedBody, row: Row): KeyPart | undefined {
  return findPart(body, (level) => cellIn(row, body.by[level] as string));
}

function lookupOf(body: PartitionedBody): Branch {
  const ready = lookups.get(body);
  if (ready !== undefined) return ready;
  const root: Branch = { part: undefined, below: new Map() };
  for (const part of body.parts) insert(root, part);
  lookups.set(body, root);
  return root;
}

function insert(root: Branch, part: KeyPart): void {
  let branch = root;
  for (const value of part.key) {
    const next = branch.below.get(value) ?? { part: undefined, below: new Map() };
    branch.below.set(value, next);
    branch = next;
  }
  branch.part = part;
}
