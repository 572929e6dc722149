import type { RawTable } from "../raw.ts";
import { type Cell, type Row, rowOf } from "../table.ts";
import { RULES } from "./enforce-column.ts";
import type { Marks } from "./marks.ts";
import type { Rule } from "./rules.ts";

/** Rows that broke one rule of one field. */
export interface Reason {
  /** The field, or the fields that are judged together, parted by commas. */
  readonly field: string;
  readonly rule: Rule;
  /** What the contract demands, in words. */
  readonly demand: string;
  readonly count: number;
  /** The first five. `row` is the line in a text file, else the record number, from 1. */
  readonly examples: readonly { readonly row: number; readonly value: Cell }[];
}

/** A row that was set aside, as it came. */
export interface SetAside {
  readonly row: number;
  /** `field: rule`, every one that the row broke. */
  readonly reasons: readonly string[];
  readonly given: Row;
}

export interface Quarantined {
  readonly rows: number;
  /** Of the rows that were not excluded. */
  readonly share: number;
  /** Most frequent first. A row counts once for every rule that it broke. */
  readonly reasons: readonly Reason[];
  /** The original rows, for the quarantine file. */
  readonly records: readonly SetAside[];
}

/** One thing that rows were held against: a field, a rule over several, or a combination that must be unique. */
export interface Held {
  readonly field: string;
  readonly broke: Marks;
  /** What a rule demands, in words. */
  demand(rule: Rule): string;
  /** How the rule is called in the reasons of a row. Default: as it is. */
  readonly called?: string;
  /** What the row holds there. */
  value(row: number): Cell;
}

/** The rows that broke something, as they came; `placeOf` says where a row stands. */
export function setAside(
  raw: RawTable,
  out: Int32Array,
  { held, placeOf }: { readonly held: readonly Held[]; placeOf(row: number): number },
): readonly SetAside[] {
  const broken = held.filter(({ broke }) => broke.count > 0);
  const records = Array.from(out, (row) => ({
    row: placeOf(row),
    reasons: broken
      .filter(({ broke }) => broke.at(row) !== 0)
      .map(({ field, broke, called }) => `${field}: ${called ?? RULES[broke.at(row)]}`),
    given: rowOf(raw, row),
  }));
  const asides = (raw.rejected ?? []).map(({ row, rule, text }) => ({
    row,
    reasons: [`(row): ${rule}`],
    given: { text },
  }));
  return asides.length === 0 ? records : [...records, ...asides].sort((a, b) => a.row - b.row);
}

/** Why the rows were set aside. */
export function reasonsFor(
  raw: RawTable,
  out: Int32Array,
  { held, placeOf }: { readonly held: readonly Held[]; placeOf(row: number): number },
): readonly Reason[] {
  const found = held.filter(({ broke }) => broke.count > 0).flatMap((one) => reasonsOf(one, out, placeOf));
  return [...found, ...rejectedReason(raw)];
}

function reasonsOf({ field, broke, demand, value }: Held, out: Int32Array, placeOf: (row: number) => number): Reason[] {
  return RULES.flatMap((rule, code) => {
    if (rule === undefined) return [];
    const rows = out.filter((row) => broke.at(row) === code);
    if (rows.length === 0) return [];
    const examples = Array.from(rows.slice(0, EXAMPLES), (row) => ({ row: placeOf(row), value: value(row) }));
    return [{ field, rule, demand: demand(rule), count: rows.length, examples }];
  });
}

function rejectedReason({ rejected = [] }: RawTable): readonly Reason[] {
  const byDemand = Map.groupBy(rejected, ({ due = "as many fields as there are columns" }) => due);
  return [...byDemand].map(([demanded, rows]): Reason => {
    const examples = rows.slice(0, EXAMPLES).map(({ row, got }) => ({ row, value: got }));
    return { field: "(row)", rule: "fields", demand: demanded, count: rows.length, examples };
  });
}

const EXAMPLES = 5;

/** Reasons of several batches as one list, the most frequent first. */
export function mergeReasons(all: readonly Reason[]): readonly Reason[] {
  const same = Map.groupBy(all, ({ field, rule, demand }) => JSON.stringify([field, rule, demand]));
  const merged = [...same.values()].flatMap((reasons): readonly Reason[] => {
    const [first] = reasons;
    if (first === undefined) return [];
    const count = reasons.reduce((sum, reason) => sum + reason.count, 0);
    return [{ ...first, count, examples: reasons.flatMap(({ examples }) => examples).slice(0, EXAMPLES) }];
  });
  return merged.sort((a, b) => b.count - a.count);
}

/** The numbers of the rows that pass. */
export function rowsWhere(rows: number, keep: (row: number) => boolean): Int32Array {
  const out = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (keep(row)) out[count++] = row;
  return out.slice(0, count);
}
