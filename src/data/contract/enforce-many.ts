import { type Cell, type Column, cell, columnOf, type Table } from "../table.ts";
import { isAbsentIn, type ReadyRule, rulesOf } from "./across-fields.ts";
import type { Contract } from "./contract.ts";
import { type Breach, cellJudge, type JudgedCell } from "./judge-row.ts";
import type { Rule } from "./rules.ts";

/** Rows that share values, as the contract reads them: row i of everything belongs to the same. */
export interface EnforcedRows {
  /** Every field that is known before a decision, in the order of the contract. */
  readonly table: Table;
  /** Where each row breaks the contract, in the order in which a row by itself would tell. */
  readonly breaches: readonly (readonly Breach[])[];
}

/**
 * Holds many rows against one contract at once: each has its own values, and those of `shared` where it has none. Gives what a
 * `RowEnforcer` gives of each by itself, field by field instead of row by row; undefined where that would refuse a row.
 */
export type RowsEnforcer = (shared: object, own: readonly object[]) => EnforcedRows | undefined;

/** Prepares the check of rows that share values. */
export function rowsEnforcer(contract: Contract): RowsEnforcer {
  const there = Object.entries(contract.fields).filter(([, field]) => !isAbsentIn(field, "serving"));
  const fields = there.map(([name, field]) => ({ name, field, judge: cellJudge(field, contract) }));
  const names = new Set(there.map(([name]) => name));
  const across = rulesOf(contract, "serving");
  return (shared, own) => {
    if ([shared, ...own].some((one) => hasStray(one, names))) return undefined;
    const found: Found = { own, breaches: new Array<readonly Breach[]>(own.length).fill(NONE) };
    const columns: Column[] = [];
    for (const { name, field, judge } of fields) {
      const cells = judgeField({ name, judge, shared: ownValue(shared, name) }, found);
      if (cells === undefined) return undefined;
      columns.push(columnOf(name, field.kind, cells));
    }
    const table = { rows: own.length, columns };
    for (const rule of across) judgeAcross(rule, table, found);
    return { table, breaches: found.breaches };
  };
}

const NONE: readonly Breach[] = [];

interface Found {
  readonly own: readonly object[];
  readonly breaches: (readonly Breach[])[];
}

function hasStray(given: object, names: ReadonlySet<string>): boolean {
  for (const name in given) if (!names.has(name)) return true;
  return false;
}

function ownValue(given: object, name: string): unknown {
  return Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;
}

interface JudgedField {
  readonly name: string;
  readonly judge: (value: unknown) => JudgedCell;
  readonly shared: unknown;
}

/** The cells of one field; undefined where one is not of its type. What comes again and again is judged once. */
function judgeField({ name, judge, shared }: JudgedField, { own, breaches }: Found): readonly Cell[] | undefined {
  const known = new Map<unknown, JudgedCell>();
  const cells: Cell[] = new Array(own.length);
  for (let row = 0; row < own.length; row++) {
    const mine = own[row] as Readonly<Record<string, unknown>>;
    const value = Object.hasOwn(mine, name) ? mine[name] : shared;
    const judged = known.get(value) ?? judge(value);
    if (typeof value !== "number") known.set(value, judged);
    if ("problem" in judged) return undefined;
    cells[row] = judged.value;
    if (judged.broke !== undefined) note(breaches, row, breachOf(name, judged, judged.broke));
  }
  return cells;
}

function breachOf(field: string, { value, written }: Extract<JudgedCell, { value: Cell }>, rule: Rule): Breach {
  return { field, rule, value: written ?? value };
}

function note(breaches: (readonly Breach[])[], row: number, breach: Breach): void {
  breaches[row] = [...(breaches[row] ?? NONE), breach];
}

function judgeAcross({ rule, reads, breaksIn }: ReadyRule, { rows, columns }: Table, { breaches }: Found): void {
  const { field } = rule.must;
  const columnNamed = (name: string): Column => columns.find((one) => one.name === name) as Column;
  const breaks = breaksIn(columnNamed);
  for (let row = 0; row < rows; row++) {
    if (!breaks(row)) continue;
    const value = cell(columnNamed(field), row);
    note(breaches, row, { field, rule: "rule", value, across: { name: rule.name, reads } });
  }
}
