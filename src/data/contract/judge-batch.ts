import { didYouMean } from "../../kernel/index.ts";
import { columnMissing } from "../file-errors.ts";
import type { RawTable } from "../raw.ts";
import { type Cell, type Column, cell } from "../table.ts";
import { isAbsentIn, type ReadyRule } from "./across-fields.ts";
import { markStrangers, type Repeats } from "./across-rows.ts";
import type { Contract } from "./contract.ts";
import { absentColumn, codeOf, type JudgedColumn, judgeColumn } from "./enforce-column.ts";
import type { EnforceOptions } from "./enforce-options.ts";
import { likelyRenamed } from "./likely-renamed.ts";
import { type Marks, marksFor } from "./marks.ts";
import type { Held } from "./quarantine.ts";
import { demand } from "./rules.ts";

/** What judging needs beside the rows: prepared once for all batches. */
export interface Bench {
  readonly contract: Contract;
  readonly options: EnforceOptions;
  readonly rules: readonly ReadyRule[];
  readonly repeats: readonly Repeats[];
}

/** A batch whose rows were judged. */
export interface JudgedBatch {
  readonly judged: readonly JudgedColumn[];
  readonly held: readonly Held[];
  /** 1 for a row that broke something; absent where none did. */
  readonly isOut: Uint8Array | undefined;
}

/** Judges the rows of a batch that are not masked. Throws `data.column-missing`. */
export function judgeBatch(raw: RawTable, bench: Bench, mask: Uint8Array | undefined): JudgedBatch {
  const byName = new Map(raw.columns.map((column) => [column.name, column]));
  const judged = Object.keys(bench.contract.fields).map((name) => judgeField(name, { raw, byName, bench }));
  const columns = new Map(judged.map((one) => [one.name, one]));
  const columnOf = (name: string): Column => (columns.get(name) as JudgedColumn).column;
  const crossed = bench.rules.map((rule) => judgeRule(rule, raw.rows, { columnOf, byName }));
  const out = gatherer(raw.rows, mask);
  for (const { broke } of [...judged, ...crossed]) out.gather(broke);
  const repeated = bench.repeats.map(({ names, mark }) => {
    const [name = ""] = names;
    const broke = names.length === 1 ? (columns.get(name) as JudgedColumn).broke : marksFor(raw.rows);
    // Repeats are looked for last, so that a bad row never makes a good one a repeat.
    mark(names.map(columnOf), broke, out.isSound);
    out.gather(broke);
    return names.length === 1 ? undefined : heldTogether(names, broke, byName);
  });
  const fields = judged.map((one) => heldField(one, byName.get(one.name)));
  return { judged, held: [...fields, ...crossed, ...repeated.filter((one) => one !== undefined)], isOut: out.rows() };
}

interface Found {
  readonly raw: RawTable;
  readonly byName: ReadonlyMap<string, Column>;
  readonly bench: Bench;
}

function judgeField(name: string, { raw, byName, bench }: Found): JudgedColumn {
  const { contract, options } = bench;
  const field = contract.fields[name] as JudgedColumn["field"];
  const column = byName.get(name);
  if (isAbsentIn(field, options.environment ?? "training")) return absentColumn(name, field, raw.rows);
  if (column === undefined) throw absentError(name, raw, contract);
  const judged = { name, ...judgeColumn(column, { field, missingValues: contract.missingValues, now: options.now }) };
  const keys = field.references === undefined ? undefined : options.keys?.[field.references];
  if (keys !== undefined) markStrangers(judged, keys);
  return judged;
}

function absentError(name: string, raw: RawTable, contract: Contract): Error {
  const columns = raw.columns.map((column) => column.name);
  const renamed = likelyRenamed(name, raw, contract);
  const suggestion = renamed === undefined ? didYouMean(name, columns) : ` ${renamed}`;
  return columnMissing({ column: name, columns, suggestion });
}

interface Columns {
  readonly columnOf: (name: string) => Column;
  readonly byName: ReadonlyMap<string, Column>;
}

function judgeRule(ready: ReadyRule, rows: number, { columnOf, byName }: Columns): Held {
  const broke = marksFor(rows);
  const breaks = ready.breaksIn(columnOf);
  const code = codeOf("rule");
  for (let row = 0; row < rows; row++) if (breaks(row)) broke.set(row, code);
  const { rule, reads } = ready;
  return {
    field: rule.must.field,
    broke,
    called: `rule ${rule.name}`,
    demand: () => ready.demand,
    value: valuesOf(reads, byName),
  };
}

function heldField({ name, field, broke }: JudgedColumn, raw: Column | undefined): Held {
  return {
    field: name,
    broke,
    demand: (rule) => demand(field, rule),
    value: (row) => (raw === undefined ? null : cell(raw, row)),
  };
}

function heldTogether(names: readonly string[], broke: Marks, byName: Columns["byName"]): Held {
  return {
    field: names.join(", "),
    broke,
    demand: () => "a combination that no other row has",
    value: valuesOf(names, byName),
  };
}

/** Several cells as one text: `2011-03-01, 2011-02-28`. */
function valuesOf(names: readonly string[], byName: Columns["byName"]): (row: number) => Cell {
  const show = (name: string, row: number): string => {
    const column = byName.get(name);
    const value = column === undefined ? null : cell(column, row);
    if (value === null) return "nothing";
    return column?.kind === "time" ? new Date(value as number).toISOString() : String(value);
  };
  return (row) => names.map((name) => `${name} ${show(name, row)}`).join(", ");
}

interface Gatherer {
  gather(broke: Marks): void;
  readonly isSound: (row: number) => boolean;
  rows(): Uint8Array | undefined;
}

function gatherer(rows: number, mask: Uint8Array | undefined): Gatherer {
  let isOut: Uint8Array | undefined;
  return {
    gather(broke) {
      if (broke.count === 0) return;
      isOut ??= new Uint8Array(rows);
      for (let row = 0; row < rows; row++) if (broke.at(row) !== 0 && mask?.[row] !== 1) isOut[row] = 1;
    },
    isSound: (row) => isOut?.[row] !== 1 && mask?.[row] !== 1,
    rows: () => isOut,
  };
}
